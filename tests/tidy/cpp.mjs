// As much of C++ as the rules need: text without comments, and who includes whom.
import { dirname, normalize } from 'node:path/posix';

/** Comments become spaces; lines and offsets stay where they are. */
export function without_comments(text) {
  const token = /R"([^\s()\\]{0,16})\([^]*?\)\1"|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)+'|\/\/[^\n]*|\/\*[^]*?\*\//g;
  // A quote inside a number (10'000) opens nothing.
  return text
    .replace(/(?<=[0-9a-fA-F])'(?=[0-9a-fA-F])/g, '_')
    .replace(token, (one) => (/^\/[/*]/.test(one) ? one.replace(/[^\n]/g, ' ') : one));
}

export const is_cpp = (path) => /\.(cpp|hpp)$/.test(path);

/** Folders that CMake files put on the include path besides the root. */
const roots = ['', 'tests/support/simulators/', 'tests/support/simulators/tests/'];

const kept = new WeakMap(); // what was read of a tree before

/** @returns {{line: number, name: string, path: string | null}[]} `path`: the file of ours it names, if any. */
export function includes_of(tree, file) {
  const before = kept.get(tree)?.get(file);
  if (before) return before;
  const pattern = /^[ \t]*#[ \t]*include[ \t]*([<"])([^>"\n]+)[>"]/;
  const all = [];
  without_comments(tree.text(file))
    .split('\n')
    .forEach((text, index) => {
      const one = pattern.exec(text);
      if (!one) return;
      const name = one[2];
      const candidates = one[1] === '"' ? [`${dirname(file)}/${name}`, ...roots.map((root) => root + name)] : [name];
      const path = candidates.map((each) => normalize(each)).find((each) => tree.has(each)) ?? null;
      all.push({ line: index + 1, name, path });
    });
  if (!kept.has(tree)) kept.set(tree, new Map());
  kept.get(tree).set(file, all);
  return all;
}

/**
 * The first include, near or far, whose name fits: the chain of `file:line` that leads to it, ending in its name.
 * Null when there is none. Breadth first, so that the chain is a shortest one.
 */
export function reach(tree, file, fits) {
  const seen = new Set([file]);
  const queue = [{ at: file, chain: [] }];
  for (let next = queue.shift(); next; next = queue.shift()) {
    for (const one of includes_of(tree, next.at)) {
      const chain = [...next.chain, { file: next.at, line: one.line, name: one.name }];
      if (fits(one)) return chain;
      if (!one.path || seen.has(one.path)) continue;
      seen.add(one.path);
      queue.push({ at: one.path, chain });
    }
  }
  return null;
}

export const show_chain = (chain) => chain.map((one) => one.name).join(' -> ');

/** The text between the brace at or after `from` and its partner; empty when there is none. */
export function braced(text, from) {
  const start = text.indexOf('{', from);
  if (start < 0) return '';
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    if (text[at] === '{') depth += 1;
    if (text[at] === '}' && --depth === 0) return text.slice(start + 1, at);
  }
  return '';
}
