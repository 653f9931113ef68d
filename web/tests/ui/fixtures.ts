// nhsuk-frontend ships what each component must look like: a context and the HTML it gives.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Fixture {
  readonly name: string;
  readonly description?: string;
  readonly context: Readonly<Record<string, unknown>>;
  readonly html: string;
}

export function fixturesOf(component: string): readonly Fixture[] {
  const path = join(import.meta.dirname, `../../node_modules/nhsuk-frontend/dist/nhsuk/components/${component}/fixtures.json`);
  return (JSON.parse(readFileSync(path, 'utf8')) as { fixtures: Fixture[] }).fixtures;
}

/** White space that means nothing, and the two ways to write an empty attribute. */
export function normal(html: string): string {
  return html.replace(/\s+/g, ' ').replaceAll('> ', '>').replaceAll(' <', '<').replaceAll('=""', '').trim();
}
