// clang-tidy over the pure cores that decide what happens to a patient.  node tests/tidy/clang_tidy.mjs <build folder>
// A handful of files only: each takes some seconds of parsing. The checks are in .clang-tidy.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { tree_of_checkout } from './tree.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const program = 'clang-tidy-14';
const build = resolve(process.argv[2] ?? join(root, 'build'));
const cores = /^(actors\/(practice|reply)\/[^/]*|actors\/write_back\/outbox|actors\/dispatcher\/lane|schemas\/[^/]*)\.cpp$/;
const shells = /(_actor|actors_pch)\.cpp$/;

if (!existsSync(join(build, 'compile_commands.json'))) {
  console.log(`${build} has no compile_commands.json. To mend it: cmake --preset release`);
  process.exit(1);
}

// GCC's precompiled headers are nothing to clang: it reads what the files include themselves.
const commands = join(build, 'clang_tidy');
mkdirSync(commands, { recursive: true });
writeFileSync(join(commands, 'compile_commands.json'),
  readFileSync(join(build, 'compile_commands.json'), 'utf8').replaceAll(/ -Winvalid-pch -include \S+?cmake_pch\.hxx/g, ''));

// GCC's own warnings aren't clang's: the compiler has said what it has to say already.
const flags = ['-p', commands, '--quiet', '--extra-arg=-Wno-everything', '--extra-arg=-Wno-error'];
const run = (file) =>
  new Promise((done) => {
    const child = spawn(program, [...flags, file], { cwd: root });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (said += part));
    child.on('error', () => done(null));
    child.on('close', (status) => done({ status, said: said.replace(/^\d+ warnings? (generated|treated as errors?)\.?\n/gm, '') }));
  });

const files = tree_of_checkout(root).files.filter((file) => cores.test(file) && !shells.test(file));
const queue = [...files];
let failed = 0;
const worker = async () => {
  for (let next = queue.shift(); next; next = queue.shift()) {
    const one = await run(next);
    if (one === null) {
      console.log(`${program} is missing. To mend it: deploy/install`);
      process.exit(1);
    }
    if (one.status === 0) continue;
    failed += 1;
    console.log(one.said.replaceAll(`${root}/`, '').trimEnd() || `${next}: ${program} ended with ${one.status}`);
  }
};
await Promise.all(Array.from({ length: availableParallelism?.() ?? cpus().length }, worker));
console.log(`${files.length} files, ${failed} with findings. What .clang-tidy finds is mended in the code, not silenced there.`);
process.exit(failed > 0 ? 1 : 0);
