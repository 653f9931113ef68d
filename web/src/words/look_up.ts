import { plain } from '../format/format';
import type { Word, Words } from './word';

/** A state we have no words for (a newer broker) is still shown, by its own name. */
export function wordFor(words: Words, name: string): Word {
  return (Object.hasOwn(words, name) ? words[name] : undefined) ?? { label: plain(name), colour: 'grey', means: '' };
}
export function nameFor(names: Readonly<Record<string, string>>, name: string): string {
  return (Object.hasOwn(names, name) ? names[name] : undefined) ?? plain(name);
}
