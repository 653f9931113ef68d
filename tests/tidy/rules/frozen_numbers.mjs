// Numbers that stand in logs for ever: an event's type, a command's place, a word's value. tests/golden/*_numbers.txt
// remembers each; the source must agree, and may only add.
import { braced, without_comments } from '../cpp.mjs';
import { found, line_of } from '../tree.mjs';

const mark = (text, offset, name, number) => ({ name, number, line: line_of(text, offset) });

/** The enumerators of every `enum class` whose name fits, numbered as the compiler does. */
function enumerators(source, fits, prefixed) {
  const text = without_comments(source);
  const all = [];
  for (const one of text.matchAll(/\benum\s+class\s+(\w+)[^{;]*\{/g)) {
    if (!fits(one[1])) continue;
    const start = one.index + one[0].length - 1;
    let next = 0;
    for (const each of braced(text, start).matchAll(/(\w+)\s*(?:=\s*(\d+)\s*)?(?:,|$)|(\w+)\s*$/g)) {
      const name = each[1] ?? each[3];
      const number = each[2] === undefined ? next : Number(each[2]);
      next = number + 1;
      all.push(mark(text, start + 1 + each.index, prefixed ? `${one[1]}.${name}` : name, number));
    }
  }
  return all;
}

/** The alternatives of a `using NAME = std::variant<…>;`, numbered by their place. */
function alternatives(source, variant) {
  const text = without_comments(source);
  const one = new RegExp(`\\busing\\s+${variant}\\s*=\\s*std::variant<([^;]*)>\\s*;`).exec(text);
  if (!one) return [];
  const start = one.index + one[0].indexOf('<') + 1;
  return [...one[1].matchAll(/\w+/g)].map((each, place) => mark(text, start + each.index, each[0], place));
}

function remembered(tree, golden) {
  if (!tree.has(golden)) return [];
  return tree
    .lines(golden)
    .map((line, index) => ({ line: index + 1, match: /^([\w.]+) (\d+)$/.exec(line) }))
    .filter((each) => each.match)
    .map((each) => ({ line: each.line, name: each.match[1], number: Number(each.match[2]) }));
}

function compare(tree, source, golden, now) {
  if (!tree.has(source)) return [];
  if (now.length === 0) return [found(source, 1, 'nothing to number was found here', 'mend tests/tidy/rules/frozen_numbers.mjs')];
  const all = [];
  const by_name = new Map(now.map((one) => [one.name, one]));
  const before = remembered(tree, golden);
  const scope = (name) => (name.includes('.') ? name.slice(0, name.indexOf('.')) : '');
  const key = (one) => `${scope(one.name)} ${one.number}`;
  const numbers = new Map();
  for (const one of now) {
    const other = numbers.get(key(one));
    if (other) all.push(found(source, one.line, `${one.name} and ${other.name} share number ${one.number}`, 'give the new one a number of its own'));
    numbers.set(key(one), one);
  }
  for (const one of before) {
    const current = by_name.get(one.name);
    if (!current)
      all.push(found(source, 1, `${one.name} (${one.number}) is gone, but logs have it (${golden}:${one.line})`, 'bring it back: what was once written must be read for ever'));
    else if (current.number !== one.number)
      all.push(found(source, current.line, `${one.name} has number ${current.number}, and logs know it as ${one.number} (${golden}:${one.line})`, 'give it its old number; new ones go to the end'));
  }
  const known = new Set(before.map((one) => one.name));
  for (const one of now)
    if (!known.has(one.name))
      all.push(found(source, one.line, `${one.name} is new`, `append the line \`${one.name} ${one.number}\` to ${golden} in the same change`));
  return all;
}

export function event_numbers(tree) {
  const source = 'schemas/events.hpp';
  const now = tree.has(source) ? enumerators(tree.text(source), (name) => name === 'event_type', false) : [];
  return compare(tree, source, 'tests/golden/event_numbers.txt', now);
}

export function command_numbers(tree) {
  const source = 'schemas/commands.hpp';
  const now = tree.has(source) ? alternatives(tree.text(source), 'command_alternatives') : [];
  return compare(tree, source, 'tests/golden/command_numbers.txt', now);
}

export function word_numbers(tree) {
  const source = 'schemas/words.hpp';
  const now = tree.has(source) ? enumerators(tree.text(source), () => true, true) : [];
  return compare(tree, source, 'tests/golden/word_numbers.txt', now);
}
