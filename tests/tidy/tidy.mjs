// Checks the tree against one rule, or against all:  node tests/tidy/tidy.mjs [rule…]
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rules } from './rules.mjs';
import { tree_of_checkout } from './tree.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in rules));
if (unknown.length > 0) {
  console.error(`no such rule: ${unknown.join(', ')}. There are: ${Object.keys(rules).join(', ')}`);
  process.exit(2);
}

const tree = tree_of_checkout(root);
let count = 0;
for (const name of wanted.length > 0 ? wanted : Object.keys(rules)) {
  for (const one of rules[name](tree)) {
    count += 1;
    console.log(`${one.file}:${one.line}: ${one.what}. To mend it: ${one.mend} [${name}]`);
  }
}
console.log(`${tree.files.length} files, ${count} found`);
process.exit(count > 0 ? 1 : 0);
