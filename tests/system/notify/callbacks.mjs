// A program of a practice's is called back by the running broker: GOV.UK Notify's two bodies, and ours, signed. Started by
// main.mjs.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { before, test } from 'node:test';

import { api } from '../harness/api.mjs';
import { until } from '../harness/processes.mjs';

const { NotifyClient } = createRequire(import.meta.url)('notifications-node-client');
const { NOTIFY_API_URL: url, PROVIDER_CONTROL: control, REPLY_NUMBER: reply_number, RECEIVER: receiver, BEARER: bearer, SIGNING: signing,
  TIDINGS: tidings, CONFIG: config, CERTIFICATE: certificate } = process.env;
const keys = JSON.parse(process.env.KEYS);
const client = new NotifyClient(url, keys.A99001_normal);
const door = new api({ ca: readFileSync(certificate), port: Number(new URL(url).port), sockets: 4 });
const settled_ms = 60_000; // a slow machine; each takes a second or two
const personalisation = { name: 'Foo' };
const microseconds = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;
let template;

const heard = async (path, about) => (await (await fetch(`${receiver}/heard`)).json())
  .map((one) => ({ ...one, told: JSON.parse(one.body) }))
  .filter((one) => one.path === path && JSON.stringify(one.told).includes(about));
const answers = (mode) => fetch(`${receiver}/mode`, { method: 'POST', body: JSON.stringify(mode) });
const send = async (reference, number = '07700900133') => (await client.sendSms(template, number, { personalisation, reference })).data.id;

/** As schemas/API.md tells a receiver to do it. */
function assert_signed({ headers, body }) {
  const parts = headers['tidings-signature'].split(',').map((part) => part.split('='));
  const [[, seconds], ...marks] = parts;
  assert.ok(Math.abs(Date.now() / 1000 - Number(seconds)) < 300, 'it is of now');
  const expected = createHmac('sha256', signing).update(`${seconds}.${body}`).digest('hex');
  assert.ok(marks.some(([name, mark]) => name === 'v1' && mark === expected), 'its signature is ours');
  assert.equal(JSON.parse(body).id, headers['tidings-callback']);
}

before(async () => {
  // The practices' files are read within seconds; until then their services aren't known.
  const { templates } = await until(() => client.getAllTemplates('sms').then(({ data }) => data, () => null), 'the service is known', settled_ms);
  template = templates.find((one) => one.name === 'Client Functional test sms template').id;
  await door.sign_in(tidings, config, JSON.parse(process.env.BROKER_ENV), 'caller-back');
  await until(async () => (await door.get('/api/v1/callbacks')).receivers.filter((one) => one.state !== 'broken').length === 4, 'the receivers are known', settled_ms);
});

test('a message that is delivered is told of with Notify’s fields, and by us step by step', async () => {
  const id = await send('my own name');
  const [delivery] = await until(async () => { const all = await heard('/delivery', id); return all.length > 0 && all; }, 'the delivery is told', settled_ms);
  assert.equal(delivery.headers.authorization, `Bearer ${bearer}`);
  assert.match(delivery.headers['content-type'], /^application\/json/);
  const { created_at, sent_at, completed_at, ...rest } = delivery.told;
  for (const moment of [created_at, sent_at, completed_at]) assert.match(moment, microseconds);
  assert.deepEqual(rest, { id, reference: 'my own name', to: '447700900133', status: 'delivered', notification_type: 'sms', template_id: template, template_version: 2 });
  const shown = (await client.getNotificationById(id)).data;
  assert.deepEqual([shown.created_at, shown.sent_at, shown.completed_at], [created_at, sent_at, completed_at], 'as the API says');
  const steps = await until(async () => { const all = await heard('/signed', id); return all.length === 2 && all; }, 'both steps are told', settled_ms);
  assert.deepEqual(steps.map((one) => [one.told.type, one.told.number, one.told.message.reference]),
    [['message.sent', 1, 'my own name'], ['message.delivered', 2, 'my own name']]);
  for (const one of steps) {
    assert_signed(one);
    assert.ok(!one.body.includes('447700900133'), 'no number');
  }
  assert.equal((await heard('/delivery', id)).length, 1);
});

test('what a patient answers is told with Notify’s fields', async () => {
  await fetch(`${control}/reply`, { method: 'POST', body: JSON.stringify({ from: '447700900134', to: reply_number, text: 'Words of a patient' }) });
  const [one] = await until(async () => { const all = await heard('/received', '447700900134'); return all.length > 0 && all; }, 'the reply is told', settled_ms);
  assert.equal(one.headers.authorization, `Bearer ${bearer}`);
  const { id, date_received, ...rest } = one.told;
  assert.match(date_received, microseconds);
  assert.deepEqual(rest, { source_number: '447700900134', destination_number: reply_number, message: 'Words of a patient' });
  const listed = (await client.getReceivedTexts()).data.received_text_messages.find((each) => each.id === id);
  assert.equal(listed.created_at, date_received);
});

test('what is owed survives that the broker is killed while the receiver fails', async () => {
  await answers({ '/signed': 503 });
  const id = await send('through a kill');
  await until(async () => (await heard('/signed', id)).length >= 1, 'it was tried', settled_ms);
  process.send('kill the broker');
  const [how] = await once(process, 'message');
  assert.equal(how, 'the broker is back');
  await answers({});
  const steps = await until(async () => {
    const all = (await heard('/signed', id)).filter((one) => one.answered === 200);
    return all.length === 2 && all;
  }, 'both steps are told', settled_ms);
  assert.deepEqual(steps.map((one) => one.told.type), ['message.sent', 'message.delivered'], 'in their order');
  const ids = new Set((await heard('/signed', id)).map((one) => `${one.told.type} ${one.told.id}`));
  assert.equal(ids.size, 2, 'each under one id, however often it was tried');
});

test('a refused callback is a dead letter until somebody has it tried again', async () => {
  await answers({ '/delivery': 410 });
  const id = await send('refused');
  const letter = await until(async () => (await door.get('/api/v1/callbacks?practice=A99001')).dead.find((one) => one.about === id), 'it is a dead letter', settled_ms);
  assert.deepEqual([letter.receiver, letter.status, letter.tries, letter.why, letter.again], ['delivery', 'delivered', 1, 'answered 410', false]);
  await answers({});
  const wish = { practice: 'A99001', receiver: 'delivery', sequences: [letter.sequence], retry: true };
  const { status, body } = await door.post_json('/api/v1/callbacks/release', wish);
  assert.deepEqual([status, body], [200, { released: 1 }]);
  await until(async () => (await heard('/delivery', id)).some((one) => one.answered === 200), 'it is told', settled_ms);
  await until(async () => (await door.get('/api/v1/callbacks')).dead.length === 0, 'no dead letter is left', settled_ms);
  const { audit } = await door.get('/api/v1/audit?practice=A99001&user=caller-back');
  assert.ok(audit.some((one) => one.action === 'POST /api/v1/callbacks/release' && one.outcome === 'done'));
});

test('a key that is made in the browser lets a program in at once, until it is revoked', async () => {
  const made = await door.post_json('/api/v1/api-keys?practice=A99001', { name: 'made-here', type: 'normal' });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  const program = new NotifyClient(url, made.body.key);
  const { id } = (await program.sendSms(template, '07700900136', { personalisation, reference: 'by a new key' })).data;
  await until(async () => (await program.getNotificationById(id)).data.status === 'delivered', 'it is delivered', settled_ms);
  const { keys: list } = await door.get('/api/v1/api-keys?practice=A99001');
  assert.deepEqual(list.map((one) => [one.name, one.made_in, one.state]).at(-1), ['made-here', 'browser', 'in_force']);
  assert.ok(!JSON.stringify(list).includes(made.body.key.slice(-36)), 'it is told once');
  const narrow = await door.post_json('/api/v1/api-keys?practice=A99001', { name: 'narrow', type: 'normal', scopes: 'read_own,send_sms' });
  const reader = new NotifyClient(url, narrow.body.key);
  await assert.rejects(reader.getAllTemplates(), (problem) => problem.response.data.errors[0].message === 'This API key lacks the scope templates');
  await assert.rejects(reader.getNotificationById(id), (problem) => problem.response.status === 404, 'another key sent it');
  const own = (await reader.sendSms(template, '07700900137', { personalisation })).data.id;
  assert.deepEqual((await reader.getNotifications()).data.notifications.map((one) => one.id), [own]);
  assert.equal((await door.call('POST', '/api/v1/api-keys/made-here/revoke?practice=A99001')).status, 200);
  await assert.rejects(program.getAllTemplates(), (problem) => problem.response.data.errors[0].message === 'Invalid token: API key not found');
});

test('a receiver that nobody vouches for is told nothing', async () => {
  const other = new NotifyClient(url, keys.A99002_normal);
  const { templates } = (await other.getAllTemplates('sms')).data;
  const own = templates.find((one) => one.name === 'Client Functional test sms template').id;
  const { id } = (await other.sendSms(own, '07700900135', { personalisation, reference: 'to a stranger' })).data;
  const row = await until(async () => (await door.get('/api/v1/callbacks?practice=A99002')).receivers.find((one) => one.state === 'retrying'), 'it was tried', settled_ms);
  assert.match(row.last_said, /certificate/i);
  assert.deepEqual(await heard('/stranger', id), []);
  process.disconnect(); // nothing more is asked of main.mjs
});
