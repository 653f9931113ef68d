// What the build gives, weighed and searched. Skipped where nothing has been built.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const dist = join(import.meta.dirname, '../dist');
const built = existsSync(join(dist, 'ops/index.html'));
const first_load_kib_max = 60;

describe.skipIf(!built).each(['ops/index.html', 'app/index.html'])('what is built for %s', (entry) => {
  const page = built ? readFileSync(join(dist, entry), 'utf8') : '';
  const assets = built ? readdirSync(join(dist, 'assets')).filter((name) => !/\.(br|gz)$/.test(name)) : [];
  const named = (text: string): string[] => assets.filter((name) => text.includes(name));

  test(`loads in under ${first_load_kib_max} KiB, compressed`, () => {
    const scripts = named(page);
    // The page, its scripts and styles, and the worker that the script starts. Other pages' parts come later.
    const worker = assets.filter((name) => name.startsWith('worker-'));
    const sizes = [entry, ...[...scripts, ...worker].map((name) => `assets/${name}`)].map((path) => statSync(join(dist, `${path}.br`)).size);
    expect(worker).toHaveLength(1);
    expect(scripts.length).toBeGreaterThan(2);
    expect(sizes.reduce((sum, size) => sum + size, 0) / 1024).toBeLessThan(first_load_kib_max);
  });

  test('loads nothing of the other’s pages', () => {
    const others = entry === 'ops/index.html' ? /^app-/ : /^(ops|more|\w+_page)-/;
    expect(named(page).filter((name) => others.test(name))).toEqual([]);
  });

  test('has a .br and a .gz beside every text file', () => {
    for (const path of [entry, ...assets.map((name) => `assets/${name}`)]) {
      expect(existsSync(join(dist, `${path}.br`)), path).toBe(true);
      expect(existsSync(join(dist, `${path}.gz`)), path).toBe(true);
    }
  });

  test('needs nothing inline and nothing from elsewhere, as the content security policy says', () => {
    expect(page).not.toMatch(/<style|<script(?![^>]*\bsrc=)[^>]*>|\son\w+=|\sstyle=/i);
    for (const name of assets.filter((one) => /\.(css|js)$/.test(one))) {
      const text = readFileSync(join(dist, 'assets', name), 'utf8');
      expect(text, name).not.toMatch(/url\(["']?(?:data|https?):/i);
      expect(text, name).not.toMatch(/assets\.nhs\.uk|Frutiger/i);
      expect(text, name).not.toMatch(/@import/);
    }
  });
});
