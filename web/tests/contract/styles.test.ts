// Each app has sheets of its own: what a page wears has to be in the sheet that comes with it.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

const src = resolve(__dirname, '../../src');
const styles = join(src, 'styles');

/** A file and everything of ours that it imports, now or later. */
function reached(from: string, found = new Set<string>()): Set<string> {
  const file = [from, `${from}.tsx`, `${from}.ts`].find((one) => /\.(tsx?|scss)$/.test(one) && existsSync(one));
  if (!file || found.has(file)) return found;
  found.add(file);
  const text = readFileSync(file, 'utf8');
  if (file.endsWith('.scss'))
    for (const [, name] of text.matchAll(/@use "([a-z_]+)"/g)) reached(join(styles, `_${name}.scss`), found);
  else
    for (const [, path] of text.matchAll(/(?:from|import\(|import) ?'(\.[^']+)'/g)) reached(resolve(dirname(file), path ?? ''), found);
  return found;
}

const classes = (files: readonly string[], what: RegExp): Set<string> =>
  new Set(files.flatMap((file) => [...readFileSync(file, 'utf8').matchAll(what)].map(([, name]) => name ?? '')));

describe('the styles of an app', () => {
  const apps = ['ops', 'staff'].map((app) => [app, [...reached(join(src, app))]] as const);
  /** With rules of their own, not only inside of another. */
  const styled = classes(apps.flatMap(([, files]) => files.filter((one) => one.endsWith('.scss'))), /^\.(app-[a-z0-9_-]+)/gm);
  test.each(apps)('%s have all that its pages wear', (_app, files) => {
    const own = classes(files.filter((one) => one.endsWith('.scss')), /\.(app-[a-z0-9_-]+)/g);
    const worn = classes(files.filter((one) => !one.endsWith('.scss')), /\b(app-[a-z0-9_-]+)/g);
    expect([...worn].filter((name) => styled.has(name) && !own.has(name))).toEqual([]);
    expect(worn.size).toBeGreaterThan(20);
  });
});
