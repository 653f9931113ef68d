// Every C++ file is as clang-format 14 writes it.  node tests/tidy/clang_format.mjs [--fix]
import { spawn } from 'node:child_process';
import { availableParallelism, cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { is_cpp } from './cpp.mjs';
import { tree_of_checkout } from './tree.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const program = 'clang-format-14'; // other versions write some lines differently
const batch = 20; // files in one call
const fix = process.argv.includes('--fix');

/** One call: its exit status and what it said; null when there is no such program. */
const run = (files) =>
  new Promise((done) => {
    const child = spawn(program, [...(fix ? ['-i'] : ['--dry-run', '-Werror']), ...files], { cwd: root });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (said += part));
    child.on('error', () => done(null));
    child.on('close', (status) => done({ status, said }));
  });

const files = tree_of_checkout(root).files.filter(is_cpp);
const batches = [];
for (let at = 0; at < files.length; at += batch) batches.push(files.slice(at, at + batch));

const wrong = new Map(); // file -> its first line that differs
let broken = '';
const worker = async () => {
  for (let next = batches.shift(); next; next = batches.shift()) {
    const one = await run(next);
    if (one === null) {
      console.log(`${program} is missing. To mend it: deploy/install`);
      process.exit(1);
    }
    for (const [, file, line] of one.said.matchAll(/^(.+?):(\d+):\d+: error:/gm)) if (!wrong.has(file)) wrong.set(file, line);
    if (one.status !== 0 && wrong.size === 0) broken += one.said;
  }
};
await Promise.all(Array.from({ length: availableParallelism?.() ?? cpus().length }, worker));

for (const [file, line] of [...wrong].sort())
  console.log(`${file}:${line}: not as clang-format writes it. To mend it: ${program} -i ${file}`);
process.stdout.write(broken);
console.log(`${files.length} files, ${wrong.size} found`);
process.exit(wrong.size > 0 || broken ? 1 : 0);
