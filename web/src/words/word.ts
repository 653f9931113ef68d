// The system's words as people read them: a name, a colour and one sentence that says what it means. Tables, legends
// and the help page all read from here, so that a word means the same everywhere. Keys are schemas/words.hpp's. One
// file a subject, so that a page fetches only the words it shows.

export type Colour = 'white' | 'grey' | 'green' | 'aqua-green' | 'blue' | 'purple' | 'pink' | 'red' | 'orange' | 'yellow';

export interface Word {
  readonly label: string;
  readonly colour: Colour;
  readonly means: string;
}
export type Words = Readonly<Record<string, Word>>;

export const word = (label: string, colour: Colour, means: string): Word => ({ label, colour, means });
