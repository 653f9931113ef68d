// What patients are called, their numbers and their words, as the demo's simulators have them, is nowhere in what the
// broker has on disk or in its backups, or says in its log. `node canaries.mjs <the demo's data folder> <path of tidings>`
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const [data, tidings] = process.argv.slice(2);
const canaries_min = 1000;

/** Every text in a JSON value, with the name of the field it stands in. */
function* texts(value, field = '') {
  if (typeof value === 'string') yield [field, value];
  else if (Array.isArray(value)) for (const one of value) yield* texts(one, field);
  else if (value && typeof value === 'object') for (const [key, one] of Object.entries(value)) yield* texts(one, key);
}

function* files(folder) {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) yield* files(path);
    else yield path;
  }
}

const fields = {
  nhs_number: (text) => [text],
  mobile: (text) => [text, text.replace(/\D/g, ''), text.replace(/\D/g, '').replace(/^0/, '44')],
  home_telephone: (text) => [text.replace(/\D/g, '')],
  first_name: (text) => [text],
  to: (text) => [text],
  from: (text) => [text],
  message: (text) => [text],
  text: (text) => [text],
};
const own = new Set(['STOP', 'CANCEL', 'Cancel', 'cancel', 'CONFIRM', 'Confirm', 'confirm']); // words of our own sentences too
const canaries = new Set();
for (const name of ['systmone.json', 'firetext.json'])
  for (const [field, text] of texts(JSON.parse(readFileSync(join(data, name), 'utf8'))))
    for (const one of fields[field]?.(text) ?? []) if (one.length >= 6 && !own.has(one)) canaries.add(one);

// Practices' own names and numbers are no patient's.
const practices = readdirSync(join(data, 'practices')).map((name) => readFileSync(join(data, 'practices', name), 'latin1'));
for (const one of canaries) if (practices.some((text) => text.includes(one))) canaries.delete(one);

let bytes = 0;
const hits = [];
const search = (where, text) => {
  bytes += text.length;
  for (const one of canaries) if (text.includes(one)) hits.push(`${where}: ${one}`);
};
const backups = [...files(join(data, 'backups'))];
for (const path of [...files(join(data, 'broker')), ...backups]) search(path, readFileSync(path, 'latin1'));
search('the broker’s log', readFileSync(join(data, 'broker.log'), 'latin1'));
// Whatever the engine compresses is looked at as it is read.
const shown = execFileSync(tidings, ['log', 'export', '--data', join(data, 'broker')], { maxBuffer: 1 << 30, encoding: 'latin1' });
search('log export', shown);
const accepted = (shown.match(/"type":"message_accepted"/g) ?? []).length;

console.log(`canaries: ${canaries.size} looked for in ${bytes} bytes, ${accepted} messages in the log, ${backups.length} files of backups, ${hits.length} found`);
for (const hit of hits.slice(0, 20)) console.log(`  ! ${hit}`);
const enough = canaries.size >= canaries_min && accepted > 0 && backups.some((path) => path.includes('/manifests/'));
if (!enough) console.log('  ! too few to tell anything');
process.exit(hits.length === 0 && enough ? 0 : 1);
