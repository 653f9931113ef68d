// What differs between two texts, word by word. Pure.

export interface Change {
  readonly how: 'same' | 'old' | 'new';
  readonly text: string;
}

/** As many pairs of words are compared; of longer texts what differs is shown as a whole. */
const pairs_max = 4_000_000;

const wordsOf = (text: string): string[] => text.match(/\(\([^()]*\)\)|\s+|[^\s(]+|\(/g) ?? [];

export function changes(old_text: string, new_text: string): Change[] {
  const from = wordsOf(old_text);
  const to = wordsOf(new_text);
  let head = 0;
  while (head < from.length && head < to.length && from[head] === to[head]) head++;
  let tail = 0;
  while (tail < from.length - head && tail < to.length - head && from[from.length - 1 - tail] === to[to.length - 1 - tail]) tail++;
  const inner = middle(from.slice(head, from.length - tail), to.slice(head, to.length - tail));
  return joined([{ how: 'same', text: from.slice(0, head).join('') }, ...inner, { how: 'same', text: tail === 0 ? '' : from.slice(-tail).join('') }]);
}

function middle(from: readonly string[], to: readonly string[]): Change[] {
  if (from.length * to.length > pairs_max) return [{ how: 'old', text: from.join('') }, { how: 'new', text: to.join('') }];
  const width = to.length + 1;
  const longest = new Uint16Array((from.length + 1) * width); // of the common words from here on
  const at = (i: number, j: number): number => longest[i * width + j] ?? 0;
  for (let i = from.length - 1; i >= 0; i--) {
    for (let j = to.length - 1; j >= 0; j--) longest[i * width + j] = from[i] === to[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  }
  const all: Change[] = [];
  let i = 0;
  let j = 0;
  while (i < from.length || j < to.length) {
    if (i < from.length && j < to.length && from[i] === to[j]) {
      all.push({ how: 'same', text: from[i] ?? '' });
      i++;
      j++;
    } else if (j >= to.length || (i < from.length && at(i + 1, j) >= at(i, j + 1))) {
      all.push({ how: 'old', text: from[i++] ?? '' });
    } else {
      all.push({ how: 'new', text: to[j++] ?? '' });
    }
  }
  return all;
}

function joined(all: readonly Change[]): Change[] {
  const out: Change[] = [];
  for (const one of all) {
    const last = out.at(-1);
    if (one.text === '') continue;
    if (last?.how === one.how) out[out.length - 1] = { how: one.how, text: last.text + one.text };
    else out.push(one);
  }
  return out;
}
