// node groups.mjs BIN_FOLDER DATA_FOLDER: a group of practices that was changed while the broker was off is in the audit
// trail after its next start, once.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';

import { bare_broker } from '../harness/bare_broker.mjs';
import { until } from '../harness/processes.mjs';

const [bin, data] = process.argv.slice(2);
if (!data) {
  console.error('node groups.mjs BIN_FOLDER DATA_FOLDER');
  process.exit(2);
}
const folder = resolve(data);
const config = join(folder, 'broker.yaml');
const known = join(folder, 'data', 'practice_groups.json');
const wait_ms = 30_000;

/** What the stopped broker's log has of groups. */
function on_record() {
  const lines = execFileSync(resolve(bin, 'tidings'), ['log', 'export', '--data', join(folder, 'data')], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  return lines.split('\n').filter((line) => line.includes('FILE practice_groups')).flatMap((line) => line.match(/group swindon[^"]*/g) ?? []);
}
const knows = (code) => existsSync(known) && readFileSync(known, 'utf8').includes(code);

const broker = await bare_broker(resolve(bin), folder, { more: 'practice_groups:\n  swindon: [A99001]\n' });
try {
  await until(() => knows('A99001'), 'the groups of the first start are on record', wait_ms);
  await broker.end('SIGTERM');
  assert.deepEqual(on_record(), ['group swindon: +A99001']);
  writeFileSync(config, readFileSync(config, 'utf8').replace('[A99001]', '[A99001, A99002]'));
  broker.begin();
  assert.ok(await broker.ready(wait_ms));
  await until(() => knows('A99002'), 'what changed meanwhile is on record', wait_ms);
  await broker.end('SIGTERM');
  assert.deepEqual(on_record(), ['group swindon: +A99001', 'group swindon: +A99002']);
  broker.begin();
  assert.ok(await broker.ready(wait_ms));
  await broker.end('SIGTERM');
  assert.equal(on_record().length, 2, 'nothing has changed: no entry');
  console.log('groups changed while the broker was off are on record, once');
} finally {
  await broker.end('SIGKILL');
}
