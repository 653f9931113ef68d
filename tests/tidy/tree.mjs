// The files a rule looks at, and how it says what it found.
import { execFileSync } from 'node:child_process';
import { existsSync, lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const binary = /\.(png|jpg|jpeg|ico|gif|woff2?|pdf|gz|br|zip)$/;

/** A tree of texts by path. Rules know nothing else of the disk, so that their own tests can make one up. */
export class Tree {
  #read;
  #kept = new Map();
  /** @param {string[]} files  @param {(path: string) => string} read */
  constructor(files, read) {
    this.files = [...files].sort();
    this.#read = read;
    this.names = new Set(this.files);
  }
  static of(texts) {
    return new Tree(Object.keys(texts), (path) => texts[path]);
  }
  has(path) {
    return this.names.has(path);
  }
  text(path) {
    let text = this.#kept.get(path);
    if (text === undefined) this.#kept.set(path, (text = this.#read(path)));
    return text;
  }
  lines(path) {
    return this.text(path).split('\n');
  }
  matching(pattern) {
    return this.files.filter((path) => pattern.test(path));
  }
}

/** What git has and what it would have: tracked files and new ones that aren't ignored; a deleted one isn't there. */
export function tree_of_checkout(root) {
  const listed = execFileSync(
    'git',
    ['-c', 'safe.directory=*', 'ls-files', '-z', '--cached', '--others', '--exclude-standard'],
    { cwd: root, encoding: 'utf8', maxBuffer: 64 << 20 },
  );
  const files = [...new Set(listed.split('\0'))].filter(
    (path) => path && existsSync(join(root, path)) && lstatSync(join(root, path)).isFile() && !binary.test(path),
  );
  return new Tree(files, (path) => readFileSync(join(root, path), 'utf8'));
}

/** The rules' own made-up trees hold everything that is forbidden. */
export const is_made_up = (file) => file === 'tests/tidy/rules_test.mjs';

/** One thing found: where, what, and how to mend it. */
export const found = (file, line, what, mend) => ({ file, line, what, mend });

export const line_of = (text, offset) => {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
};

/** Every match of a global pattern in a file's text, as findings. */
export function matches_in(text, file, pattern, what, mend) {
  return [...text.matchAll(pattern)].map((one) =>
    found(file, line_of(text, one.index), typeof what === 'function' ? what(one) : what, mend),
  );
}
