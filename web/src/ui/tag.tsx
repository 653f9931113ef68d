import type { ComponentChildren } from 'preact';
import { wordFor } from '../words/look_up';
import type { Colour, Words } from '../words/word';

/** nhsuk-frontend's tag; its own fixtures are the test. */
export function Tag(p: { colour?: Colour; border?: boolean; children: ComponentChildren }) {
  const colour = p.colour ? ` nhsuk-tag--${p.colour}` : '';
  const border = p.border === false ? ' nhsuk-tag--no-border' : '';
  return <strong class={`nhsuk-tag${colour}${border}`}>{p.children}</strong>;
}

/** A state as a tag: always its word, never its colour alone. */
export function StateTag(p: { words: Words; state: string }) {
  const word = wordFor(p.words, p.state);
  return <Tag colour={word.colour}>{word.label}</Tag>;
}
