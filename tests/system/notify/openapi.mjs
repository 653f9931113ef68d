// GET /openapi.json, and that every GET in it is answered as it says. Started by main.mjs.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, test } from 'node:test';

import { api } from '../harness/api.mjs';
import { until } from '../harness/processes.mjs';

const { TIDINGS: tidings, CONFIG: config, CERTIFICATE: certificate, NOTIFY_API_URL: url } = process.env;
const door = new api({ ca: readFileSync(certificate), port: Number(new URL(url).port), sockets: 4 });
let description;

const resolve = (schema) => (schema.$ref ? schema.$ref.slice(2).split('/').reduce((at, name) => at[name], description) : schema);

const type_of = (value) => (value === null ? 'null' : Array.isArray(value) ? 'array' : Number.isInteger(value) ? 'integer' : typeof value);

/** What of JSON Schema the description uses; anything else would be a finding by itself. */
const known = new Set(['type', 'properties', 'required', 'additionalProperties', 'items', 'enum', 'maxItems', 'minItems', 'minimum', 'maximum',
  'format', 'description', 'minLength', 'maxLength', 'pattern', 'oneOf', 'anyOf', 'const', 'default', 'examples', 'title']);

function* differences(given, value, at) {
  const schema = resolve(given);
  for (const word of Object.keys(schema)) if (!known.has(word)) yield `${at}: this test doesn't know \`${word}\``;
  const choices = schema.oneOf ?? schema.anyOf;
  if (choices && !choices.some((one) => [...differences(one, value, at)].length === 0)) yield `${at}: none of its choices`;
  const types = schema.type === undefined ? [] : [schema.type].flat();
  const type = type_of(value);
  if (types.length > 0 && !types.includes(type) && !(type === 'integer' && types.includes('number'))) yield `${at}: is ${type}, not ${types}`;
  if (schema.enum && !schema.enum.includes(value)) yield `${at}: ${value} is not one of ${schema.enum}`;
  if ('const' in schema && schema.const !== value) yield `${at}: is not ${schema.const}`;
  if (schema.minimum !== undefined && value < schema.minimum) yield `${at}: ${value} is below ${schema.minimum}`;
  if (type === 'string' && schema.pattern && !new RegExp(schema.pattern, 'u').test(value)) yield `${at}: isn't like ${schema.pattern}`;
  if (type === 'string' && schema.format === 'date-time' && Number.isNaN(Date.parse(value))) yield `${at}: is no moment`;
  if (type === 'array') {
    if (schema.maxItems !== undefined && value.length > schema.maxItems) yield `${at}: has more than ${schema.maxItems} items`;
    for (const [i, one] of value.entries()) if (schema.items) yield* differences(schema.items, one, `${at}[${i}]`);
  }
  if (type !== 'object') return;
  for (const name of schema.required ?? []) if (!(name in value)) yield `${at}: ${name} is missing`;
  for (const [name, one] of Object.entries(value)) {
    const of = schema.properties?.[name];
    if (of) yield* differences(of, one, `${at}.${name}`);
    else if (schema.additionalProperties === false) yield `${at}: ${name} is not in the description`;
  }
}

before(async () => {
  const answer = await door.call('GET', '/openapi.json');
  assert.equal(answer.status, 200);
  assert.match(answer.headers['content-type'], /^application\/json/);
  description = answer.body;
  await door.sign_in(tidings, config, JSON.parse(process.env.BROKER_ENV), 'reader');
});

test('is OpenAPI 3.1 of the API that is served here', () => {
  assert.equal(description.openapi, '3.1.0');
  assert.equal(description.servers[0].url, '/api/v1');
});

/** Of the patients that the simulator of SystmOne makes up: their beginnings. */
const surnames = ['Ok', 'Sm', 'Pa', 'Jo', 'No', 'Wi', 'Kh', 'Br', "O'", 'Ev', 'Be', 'Th', 'Hu', 'Ah', 'Cl', 'Si', 'Wa', 'Ma', 'Ko', 'Wo',
  'Al', 'Ro', 'Gr', 'Ad', 'Ll'];

test('says of every GET what is answered', async () => {
  const { messages } = await door.get('/api/v1/messages');
  const heard = await until(async () => (await door.get('/api/v1/conversations')).conversations[0], 'somebody has answered', 20_000);
  const example = { '/practices/{id}': 'A99001', '/fft/{id}': 'A99001?month=2026-10', '/messages/{id}': messages[0].id,
    '/conversations/{id}': `${heard.id}?practice=${heard.practice}`, '/canned-replies': '?practice=A99001',
    '/data-quality': '?practice=A99001&problem=no_mobile', '/waiting': '?practice=A99001', '/today': '?practice=A99001', '/users/{id}': 'looker-on', '/practices/{id}/support': 'A99001' };
  const found = await until(async () => {
    for (const words of surnames) {
      const { body } = await door.post_json('/api/v1/patient-searches?practice=A99001', { words });
      if (body.patients.length > 0) return body.patients[0];
    }
    return null;
  }, 'somebody is known', 20_000);
  Object.assign(example, { '/patients/{id}': `${found.id}?practice=A99001`, '/patients/{id}/history': `${found.id}?practice=A99001`,
    '/reports/{id}': 'A99001?from=2026-10&to=2026-11', '/opt-outs': '?practice=A99001', '/send-options': '?practice=A99001', '/api-keys': '?practice=A99001', '/practice-settings': '?practice=A99001', '/practice-sections': '?practice=A99001',
      '/templates': '?practice=A99001', '/templates/{id}': 'functional?practice=A99001' });
  const made = await door.post_json('/api/v1/users', { name: example['/users/{id}'], role: 'read_only', practices: ['A99001'] });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  let asked = 0;
  for (const [path, { get }] of Object.entries(description.paths)) {
    const content = get && resolve(get.responses['200']).content;
    if (!content?.['application/json']) continue; // the live feed is a stream
    assert.ok(!path.includes('{') || example[path], `${path}: an example is needed`);
    const [id, query] = (example[path] ?? '').split('?');
    const answer = await door.call('GET', `/api/v1${path.replace('{id}', id)}${query ? `?${query}` : ''}`);
    assert.equal(answer.status, 200, path);
    assert.deepEqual([...differences(content['application/json'].schema, answer.body, path)].slice(0, 5), [], path);
    asked += 1;
  }
  assert.ok(asked >= 13, `${asked} were asked`);
});

test('says which codes a refusal has', async () => {
  const answer = await door.call('GET', '/api/v1/messages?page=2');
  assert.equal(answer.status, 400);
  const refused = resolve(description.paths['/messages'].get.responses['400']).content['application/json'].schema;
  assert.deepEqual([...differences(refused, answer.body, 'refused')], []);
});
