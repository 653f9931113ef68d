// What the official client's documentation promises, against the running broker. Started by main.mjs.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { before, test } from 'node:test';

import { until } from '../harness/processes.mjs';

const { NotifyClient } = createRequire(import.meta.url)('notifications-node-client');
const { NOTIFY_API_URL: url, PROVIDER_CONTROL: control, REPLY_NUMBER: reply_number, SERVICE_ID: service_id, GUEST: guest } = process.env;
const keys = JSON.parse(process.env.KEYS);
const client = new NotifyClient(url, keys.A99001_normal);
const settled_ms = 60_000; // a slow machine; each takes a second or two
const nobody = '00000000-0000-4000-8000-000000000000';
const body = 'Hello Foo\n\nFunctional Tests make our world a better place';
const personalisation = { name: 'Foo' };
const unsubscribe_url = 'https://example.org/unsubscribe?token=9d3f';
let template;

/** Status and errors of a call that must fail. */
async function refusal(call) {
  try {
    await call;
  } catch (problem) {
    if (!problem.response) throw problem;
    assert.equal(problem.response.data.status_code, problem.response.status);
    return [problem.response.status, ...problem.response.data.errors.map((one) => `${one.error}: ${one.message}`)];
  }
  return assert.fail('it was not refused');
}
const submitted = async () => (await (await fetch(`${control}/ledger`)).json()).messages;
const status_of = async (who, id) => (await who.getNotificationById(id)).data.status;
const becomes = (who, id, status) => until(async () => (await status_of(who, id)) === status, `${id} is ${status}`, settled_ms);

/** The practices' files are read within seconds; until then their services aren't known. */
const is_known = async (who) => {
  try {
    return (await who.getAllTemplates()).data;
  } catch (problem) {
    if (!problem.response || problem.response.status === 503) return null; // the broker starts
    assert.equal(problem.response.data.errors[0].message, 'Invalid token: service not found');
    return null;
  }
};

before(async () => {
  const data = await until(() => is_known(client), 'the service is known', settled_ms);
  await until(() => is_known(new NotifyClient(url, keys.A99002_normal)), 'the other one is known', settled_ms);
  template = data.templates.find((one) => one.name === 'Client Functional test sms template').id;
});

test('sends a text message, shows it at once, and tells when it is delivered', async () => {
  const sent = await client.sendSms(template, '07700 900123', { personalisation, reference: 'client-ref' });
  assert.equal(sent.status, 201);
  const { id } = sent.data;
  assert.deepEqual(sent.data, {
    id, reference: 'client-ref', content: { body, from_number: reply_number }, uri: `${url}/v2/notifications/${id}`,
    template: { id: template, version: 2, uri: `${url}/services/${service_id}/templates/${template}` }, scheduled_for: null,
  });
  const { data: first } = await client.getNotificationById(id);
  assert.ok(['created', 'sending', 'pending', 'delivered'].includes(first.status), first.status);
  await becomes(client, id, 'delivered');
  const { data: last } = await client.getNotificationById(id);
  assert.equal(last.body, body);
  assert.equal(last.phone_number, '447700900123');
  assert.equal(last.reference, 'client-ref');
  assert.equal(last.type, 'sms');
  assert.deepEqual(last.template, { id: template, version: 2, uri: `${url}/v2/template/${template}/version/2` });
  for (const moment of [last.created_at, last.sent_at, last.completed_at]) assert.match(moment, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
  const at_provider = (await submitted()).filter((one) => one.reference === id);
  assert.deepEqual(at_provider.map((one) => [one.to, one.text, Number(one.count)]), [['447700900123', body, 1]]);
});

test('lists by reference, status and type, newest first', async () => {
  const ids = [];
  for (let i = 0; i < 3; i += 1) ids.unshift((await client.sendSms(template, '07700900124', { personalisation, reference: 'the same' })).data.id);
  const list = async (...args) => (await client.getNotifications(...args)).data.notifications.map((one) => one.id);
  assert.deepEqual(await list(undefined, undefined, 'the same'), ids);
  assert.deepEqual(await list('sms', undefined, 'the same', ids[0]), ids.slice(1));
  assert.deepEqual(await list('email'), []);
  assert.deepEqual(await list(undefined, undefined, 'nobody used this'), []);
  for (const id of ids) await becomes(client, id, 'delivered');
  assert.deepEqual(await list(undefined, 'delivered', 'the same'), ids);
  assert.deepEqual(await list(undefined, 'failed', 'the same'), []);
  const two = await fetch_as_client(`/v2/notifications?status=created&status=delivered&reference=${encodeURIComponent('the same')}`);
  assert.deepEqual(two.notifications.map((one) => one.id), ids);
});

const mail_template = async () => (await client.getAllTemplates('email')).data.templates.find((one) => one.name === 'A mail with a name in its subject').id;

test('sends an e-mail, shows it and lists it apart from text messages', async () => {
  const { templates } = (await client.getAllTemplates('email')).data;
  const ours = templates.filter((one) => one.name === 'A mail with a name in its subject');
  assert.deepEqual(ours.map((one) => [one.type, one.subject]), [['email', 'For ((name))']]);
  const mail = ours[0].id;
  const { data: preview } = await client.previewTemplateById(mail, personalisation);
  assert.deepEqual([preview.type, preview.subject, preview.body], ['email', 'For Foo', body]);
  const sent = await client.sendEmail(mail, 'Foo@example.org', { personalisation, reference: 'a mail' });
  assert.equal(sent.status, 201);
  const { id } = sent.data;
  assert.deepEqual(sent.data, {
    id, reference: 'a mail', content: { body, subject: 'For Foo', from_email: 'A99001@tidings.invalid', one_click_unsubscribe_url: null },
    uri: `${url}/v2/notifications/${id}`, template: { id: mail, version: 1, uri: `${url}/services/${service_id}/templates/${mail}` },
    scheduled_for: null, sanitised_content: {},
  });
  await becomes(client, id, 'sending'); // the provider took it, and tells nothing more
  const { data: shown } = await client.getNotificationById(id);
  assert.deepEqual([shown.type, shown.email_address, shown.phone_number, shown.subject, shown.body], ['email', 'foo@example.org', null, 'For Foo', body]);
  const listed = async (type) => (await client.getNotifications(type, undefined, 'a mail')).data.notifications.map((one) => one.id);
  assert.deepEqual(await listed('email'), [id]);
  assert.deepEqual(await listed('sms'), []);
  assert.deepEqual(await refusal(client.sendSms(mail, '07700900123', { personalisation })), [400, 'BadRequestError: email template is not suitable for sms notification']);
});

test('an e-mail has the address to unsubscribe that its program gave, and none otherwise', async () => {
  const mail = await mail_template();
  const send = async (more) => (await client.sendEmail(mail, 'foo@example.org', { personalisation, ...more })).data;
  const with_one = await send({ oneClickUnsubscribeURL: unsubscribe_url, reference: 'unsubscribe' });
  assert.equal(with_one.content.one_click_unsubscribe_url, unsubscribe_url);
  assert.deepEqual(with_one.sanitised_content, {});
  const without = await send({});
  assert.equal(without.content.one_click_unsubscribe_url, null);
  const shown = async (id) => (await client.getNotificationById(id)).data.one_click_unsubscribe_url;
  assert.deepEqual([await shown(with_one.id), await shown(without.id)], [unsubscribe_url, null]);
  const { notifications } = (await client.getNotifications('email', undefined, 'unsubscribe')).data;
  assert.deepEqual(notifications.map((one) => one.one_click_unsubscribe_url), [unsubscribe_url]);
  const refused = (url) => refusal(client.sendEmail(mail, 'foo@example.org', { personalisation, oneClickUnsubscribeURL: url }));
  const not_valid = [400, 'ValidationError: one_click_unsubscribe_url is not a valid https url'];
  for (const wrong of ['http://example.org/u', 'www.example.org', 'https://example.org/u\r\nBcc: all@example.org']) assert.deepEqual(await refused(wrong), not_valid);
  assert.deepEqual(await refused(`https://example.org/${'x'.repeat(900)}`), [400, 'ValidationError: one_click_unsubscribe_url is too long']);
});

test('what strangers wrote loses its links where the program asks for it, and the answer says what changed', async () => {
  const mail = await mail_template();
  const written = 'Zoë, [look here](https://evil.example/x) or evil.example';
  const send = async (fields) => (await client.sendEmail(mail, 'foo@example.org', { personalisation: { name: written }, sanitiseContentFor: fields })).data;
  const sanitised = 'Zoë, \\[look here\\]\\( or evil\\. example';
  const changed = await send(['NAME', 'nobody has this']);
  assert.deepEqual(changed.sanitised_content, { name: { unsanitised: written, sanitised } });
  assert.equal(changed.content.body, body.replace('Foo', () => sanitised));
  assert.equal(changed.content.subject, `For ${sanitised}`);
  const { data: sent } = await client.getNotificationById(changed.id);
  assert.equal(sent.body, body.replace('Foo', () => 'Zoë, [look here]( or evil. example'), 'the mail itself has no backslashes');
  for (const fields of [[], ['other']]) {
    const { sanitised_content, content } = await send(fields);
    assert.deepEqual([sanitised_content, content.subject], [{}, `For ${written}`]);
  }
});

test('line ends of a template stay as they are', async () => {
  const suite = (await client.getAllTemplates('email')).data.templates.find((one) => one.name === 'Client Functional test email template');
  assert.equal(suite.body, 'Hello ((name))\r\n\r\nFunctional test help make our world a better place');
  const { data } = await client.sendEmail(suite.id, 'foo@example.org', { personalisation, reference: 'lines', emailReplyToId: service_id });
  const text = 'Hello Foo\r\n\r\nFunctional test help make our world a better place';
  assert.deepEqual([data.content.body, data.content.subject, data.reference], [text, 'Functional Tests are good', 'lines']);
  assert.equal((await client.getNotificationById(data.id)).data.body, text);
  const { data: first } = await client.getTemplateByIdAndVersion(suite.id, 1);
  assert.deepEqual([first.name, first.version, first.letter_contact_block], ['Client Functional test email template', 1, null]);
});

test('a file goes by a link, which is opened by who knows where the e-mail went', async () => {
  const mail = (await client.getAllTemplates('email')).data.templates.find((one) => one.name === 'A mail with a file');
  const pdf = Buffer.concat([Buffer.from('%PDF-1.5 '), Buffer.alloc(1_900_000, 'x')]);
  const upload = client.prepareUpload(pdf, { filename: 'your letter.pdf', retentionPeriod: '4 weeks' });
  const { data } = await client.sendEmail(mail.id, 'Foo@example.org', { personalisation: { documents: upload } });
  const [link] = /https:\/\/\S+/.exec(data.content.body);
  assert.ok(link.startsWith(`${url}/f/A99001/`), link);
  const look = await fetch(link);
  assert.equal(look.status, 200);
  assert.match(await look.text(), /<strong>your letter.pdf<\/strong> \(1.9 MB\)/);
  const fetched_by = (address) => fetch(link, { method: 'POST', body: new URLSearchParams({ address }) });
  const wrong = await fetched_by('bar@example.org');
  assert.deepEqual([wrong.status, wrong.headers.get('content-type')], [403, 'text/html; charset=utf-8']);
  const right = await fetched_by('foo@example.org ');
  assert.deepEqual([right.status, right.headers.get('content-type')], [200, 'application/pdf']);
  assert.ok(Buffer.from(await right.arrayBuffer()).equals(pdf));
  assert.equal((await fetch(link.slice(0, -1))).status, 404);
  const open = client.prepareUpload(Buffer.from('a,b'), { filename: 'list.csv', confirmEmailBeforeDownload: false });
  const { data: other } = await client.sendEmail(mail.id, 'foo@example.org', { personalisation: { documents: open } });
  const list = await fetch(/https:\/\/\S+/.exec(other.content.body)[0], { method: 'POST' });
  assert.deepEqual([list.status, await list.text()], [200, 'a,b']);
  const small = { personalisation: { name: 'Foo', documents: open } };
  assert.deepEqual(await refusal(client.sendSms(template, '07700900133', small)), [400, 'ValidationError: personalisation has a file: files can only be sent by email']);
});

test('each way to a letter is answered by one error that the client can read', async () => {
  const none = [400, 'BadRequestError: Service is not allowed to send letters'];
  const address = { address_line_1: 'Foo', address_line_2: 'Bar', postcode: 'SW1 1AA' };
  const pdf = Buffer.from('%PDF-1.5 testpdf');
  assert.deepEqual(await refusal(client.sendLetter(template, { personalisation: address, reference: 'letter' })), none);
  assert.deepEqual(await refusal(client.sendPrecompiledLetter('letter', pdf, 'first')), none);
  const large = await client.sendPrecompiledLetter('letter', Buffer.alloc(100_000, 'x'), 'first').then(() => null, (problem) => problem);
  if (large.response) // whoever still sends may find the connection closed before they read why
    assert.deepEqual(large.response.data, { status_code: 413, errors: [{ error: 'RequestEntityTooLarge', message: 'The body is larger than this server takes' }] });
  else assert.match(String(large.code), /ECONNRESET|EPIPE/);
  const { data: sent } = await client.sendSms(template, '07700900133', { personalisation });
  for (const id of [nobody, sent.id])
    assert.deepEqual(await refusal(client.getPdfForLetterNotification(id)), [400, 'BadRequestError: Notification is not a letter']);
  assert.deepEqual((await client.getAllTemplates('letter')).data, { templates: [] });
  assert.deepEqual((await client.getNotifications('letter')).data.notifications, []);
  assert.deepEqual(await refusal(client.previewTemplateById(nobody, address)), [404, 'NoResultFound: No result found']);
});

/** A path that the client has no words for, with its token. */
const fetch_as_client = async (path) => (await client.apiClient.get(path)).data;

test('goes through every page once', async () => {
  const sent = new Set();
  for (let done = 0; done < 260; done += 20) {
    const some = await Promise.all(Array.from({ length: 20 }, () => client.sendSms(template, '07700900125', { personalisation, reference: 'page' })));
    for (const one of some) sent.add(one.data.id);
  }
  const seen = [];
  let pages = 0;
  for (let path = '/v2/notifications?reference=page'; path; pages += 1) {
    const { notifications, links } = await fetch_as_client(path);
    assert.ok(notifications.length <= 250);
    assert.equal('next' in links, notifications.length > 0);
    seen.push(...notifications.map((one) => one.id));
    path = links.next && links.next.slice(url.length);
  }
  assert.equal(pages, 3);
  assert.equal(seen.length, sent.size);
  assert.deepEqual(new Set(seen), sent);
});

test('shows templates, their versions and previews', async () => {
  const { data: now } = await client.getTemplateById(template);
  assert.equal(now.version, 2);
  assert.equal(now.type, 'sms');
  assert.deepEqual([now.subject, now.letter_contact_block], [null, null]);
  assert.deepEqual(now.personalisation, { name: { required: true } });
  const { data: before_now } = await client.getTemplateByIdAndVersion(template, 1);
  assert.equal(before_now.body, 'Hi ((name))');
  assert.equal(before_now.version, 1);
  assert.deepEqual([before_now.name, now.name], ['Example text message template', 'Client Functional test sms template']);
  const { data: preview } = await client.previewTemplateById(template, personalisation);
  assert.deepEqual([preview.body, preview.version, preview.type, preview.subject], [body, 2, 'sms', null]);
  assert.deepEqual((await client.getAllTemplates('letter')).data, { templates: [] });
  assert.deepEqual(await refusal(client.previewTemplateById(template, {})), [400, 'BadRequestError: Missing personalisation: name']);
  assert.deepEqual(await refusal(client.getTemplateById(nobody)), [404, 'NoResultFound: No result found']);
  assert.deepEqual(await refusal(client.getTemplateByIdAndVersion(template, 7)), [404, 'NoResultFound: No result found']);
});

test('shows what patients answered', async () => {
  for (const text of ['First words', 'Second words'])
    await fetch(`${control}/reply`, { method: 'POST', body: JSON.stringify({ from: '447700900126', to: reply_number, text }) });
  const mine = async () => (await client.getReceivedTexts()).data.received_text_messages.filter((one) => one.user_number === '447700900126');
  await until(async () => (await mine()).length === 2, 'both replies are there', settled_ms);
  const [newer, older] = await mine();
  assert.deepEqual(new Set([newer.content, older.content]), new Set(['First words', 'Second words']));
  assert.deepEqual(Object.keys(newer).sort(), ['content', 'created_at', 'id', 'notify_number', 'service_id', 'user_number']);
  assert.equal(newer.service_id, service_id);
  assert.equal(newer.notify_number, reply_number);
  const { data: rest } = await client.getReceivedTexts(newer.id);
  assert.ok(rest.received_text_messages.every((one) => one.id !== newer.id));
  assert.ok(rest.received_text_messages.some((one) => one.id === older.id));
});

test('refuses in the words that the client knows', async () => {
  const cases = [
    [client.sendSms(template, '07700900123', {}), 400, 'BadRequestError: Missing personalisation: name'],
    [client.sendSms(nobody, '07700900123', { personalisation }), 400, 'BadRequestError: Template not found'],
    [client.sendSms('template', '07700900123', { personalisation }), 400, 'ValidationError: template_id is not a valid UUID'],
    [client.sendSms(template, '0770090012', { personalisation }), 400, 'ValidationError: phone_number Not enough digits'],
    [client.sendSms(template, '01632 960001', { personalisation }), 400, 'InvalidPhoneError: Not a UK mobile number'],
    [client.sendEmail(template, 'nobody@example.org', { personalisation }), 400, 'BadRequestError: sms template is not suitable for email notification'],
    [new NotifyClient(url, keys.A99002_normal).sendEmail(template, 'nobody@example.org', { personalisation }), 400, 'BadRequestError: Service is not allowed to send emails'],
    [client.sendEmail(template, 'nobody', { personalisation }), 400, 'ValidationError: email_address Not a valid email address'],
    [client.sendLetter(template, { personalisation }), 400, 'BadRequestError: Service is not allowed to send letters'],
    [client.getNotificationById('7'), 400, 'ValidationError: notification_id is not a valid UUID'],
  ];
  for (const [call, ...says] of cases) assert.deepEqual(await refusal(call), says);
});

test('lets in nobody else', async () => {
  const wrong = new NotifyClient(url, keys.A99001_normal.slice(0, -36) + nobody);
  assert.deepEqual(await refusal(wrong.getAllTemplates()), [403, 'AuthError: Invalid token: API key not found']);
  const unknown = new NotifyClient(url, nobody, keys.A99001_normal);
  assert.deepEqual(await refusal(unknown.getAllTemplates()), [403, 'AuthError: Invalid token: service not found']);
  const real = Date.now;
  for (const off_ms of [-40_000, 40_000]) {
    Date.now = () => real() + off_ms; // the client's clock, for the moment in which it makes its token
    const call = client.getAllTemplates();
    Date.now = real;
    assert.deepEqual(await refusal(call), [403, 'AuthError: Error: Your system clock must be accurate to within 30 seconds']);
  }
});

test('shows one practice nothing of another', async () => {
  const other = new NotifyClient(url, keys.A99002_normal);
  const { id } = (await client.sendSms(template, '07700900127', { personalisation, reference: 'mine' })).data;
  const none = [404, 'NoResultFound: No result found'];
  assert.deepEqual(await refusal(other.getNotificationById(id)), none);
  assert.deepEqual(await refusal(other.getNotificationById(nobody)), none);
  assert.deepEqual(await refusal(other.getTemplateById(template)), none);
  assert.deepEqual((await other.getNotifications(undefined, undefined, 'mine')).data.notifications, []);
  assert.ok((await other.getReceivedTexts()).data.received_text_messages.every((one) => one.notify_number !== reply_number));
  assert.deepEqual(await refusal(other.sendSms(template, '07700900127', { personalisation })), [400, 'BadRequestError: Template not found']);
});

test('a team key sends to guests only, and lists only its own', async () => {
  const team = new NotifyClient(url, keys.A99001_team);
  assert.deepEqual(await refusal(team.sendSms(template, '07700900128', { personalisation })),
    [400, 'BadRequestError: Can’t send to this recipient using a team-only API key']);
  const { id } = (await team.sendSms(template, guest, { personalisation, reference: 'team', smsSenderId: service_id })).data;
  assert.deepEqual((await team.getNotifications(undefined, undefined, 'team')).data.notifications.map((one) => one.id), [id]);
  assert.deepEqual((await client.getNotifications(undefined, undefined, 'team')).data.notifications, []);
});

test('a test key sends nothing, and its messages can be read with the statuses of the numbers for tests', async () => {
  const trial = new NotifyClient(url, keys.A99001_test);
  const expected = { '07700900003': 'temporary-failure', '07700900002': 'permanent-failure', '07700900129': 'delivered' };
  const ids = [];
  for (const [number, status] of Object.entries(expected)) {
    const { id } = (await trial.sendSms(template, number, { personalisation, reference: 'trial' })).data;
    assert.equal(await status_of(trial, id), status, number);
    ids.push(id);
  }
  assert.equal((await trial.getNotifications(undefined, 'delivered', 'trial')).data.notifications.length, 1);
  const real = (await client.sendSms(template, '07700900130', { personalisation })).data.id;
  await becomes(client, real, 'delivered'); // whatever waited before it has gone out by now
  assert.deepEqual((await submitted()).filter((one) => ids.includes(one.reference)), []);
});

test('what was answered 201 is there after the broker was killed', async () => {
  const sent = [];
  for (let i = 0; i < 20; i += 1) sent.push((await client.sendSms(template, '07700900131', { personalisation, reference: `killed ${i}` })).data.id);
  const { data: mail } = await client.sendEmail(await mail_template(), 'foo@example.org', { personalisation, oneClickUnsubscribeURL: unsubscribe_url });
  process.send('kill the broker');
  const [how] = await once(process, 'message');
  assert.equal(how, 'the broker is back');
  await until(() => is_known(client), 'the service is known again', settled_ms);
  for (const id of sent) await until_settled(id);
  const messages = await submitted();
  for (const id of sent) {
    const one = messages.find((each) => each.reference === id);
    assert.ok(one, `${id} went out`);
  }
  assert.equal((await client.getNotificationById(mail.id)).data.one_click_unsubscribe_url, unsubscribe_url);
});

async function until_settled(id) {
  await until(async () => {
    try {
      return (await status_of(client, id)) === 'delivered';
    } catch (problem) {
      assert.equal(problem.response?.status, 503, `${id} is missing: ${JSON.stringify(problem.response?.data)}`); // never 404
      return false;
    }
  }, `${id} is delivered`, settled_ms);
}

test('a key that asks too often is told so', async () => {
  const other = new NotifyClient(url, keys.A99002_team);
  let refused = null;
  for (let i = 0; i < 40 && !refused; i += 1) refused = await other.getAllTemplates().then(() => null, (problem) => problem.response);
  assert.equal(refused.status, 429);
  assert.deepEqual(refused.data.errors, [{ error: 'RateLimitError', message: 'Exceeded rate limit for key type TEAM of 30 requests per 60 seconds' }]);
  assert.ok(Number(refused.headers['retry-after']) > 0);
  process.disconnect(); // nothing more is asked of main.mjs
});
