import { renderToString } from 'preact-render-to-string';
import { describe, expect, test } from 'vitest';
import { Tag } from '../../src/ui/tag';
import type { Colour } from '../../src/words/word';
import { fixturesOf, normal } from './fixtures';

const comparable = fixturesOf('tag').filter(
  (f) => typeof f.context['text'] === 'string' && !('html' in f.context) && !('classes' in f.context) && f.context['colour'] !== false,
);

describe('our tag is nhsuk-frontend’s', () => {
  test('there are fixtures to compare with', () => expect(comparable.length).toBeGreaterThan(20));

  test.each(comparable.map((f) => [`${f.name} ${f.description ?? ''}`, f] as const))('%s', (_name, f) => {
    const colour = f.context['colour'] as Colour | undefined;
    const border = f.context['border'] as boolean | undefined;
    const ours = <Tag {...(colour ? { colour } : {})} {...(border === undefined ? {} : { border })}>{f.context['text'] as string}</Tag>;
    expect(normal(renderToString(ours))).toBe(normal(f.html));
  });
});
