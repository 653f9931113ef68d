// The real broker and npm's oidc-provider: who is let in by its word, and who isn't.
//
//   node main.mjs BIN FOLDER
import assert from 'node:assert/strict';
import { createHmac, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

import { api } from '../harness/api.mjs';
import { bare_broker } from '../harness/bare_broker.mjs';
import { browser } from './browser.mjs';
import { open_provider } from './provider.mjs';

const [bin, folder] = process.argv.slice(2);
let Provider;
try {
  const module = await import('oidc-provider');
  Provider = module.default ?? module.Provider;
} catch {
  console.log('skipped: the npm package oidc-provider is not installed');
  process.exit(77);
}

/** Both must know the broker's port before it starts. */
async function free_port() {
  const one = createServer();
  await new Promise((listens) => one.listen(0, '127.0.0.1', listens));
  const { port } = one.address();
  await new Promise((closed) => one.close(closed));
  return port;
}

const client = { client_id: 'tidings', client_secret: 'a secret: of + signs & such' };
const port = await free_port();
const home = `https://localhost:${port}`;
const provider = await open_provider({ Provider, ...client, redirect_uri: `${home}/sign-in/oidc/callback` });
const broker = await bare_broker(bin, folder, {
  port,
  endpoint: `  public_url: ${home}\n`,
  more: `oidc:
  name: NHSmail
  issuer: ${provider.issuer}
  client_id: ${client.client_id}
  client_secret: "${client.client_secret}"
`,
});
const ca = readFileSync(join(folder, 'authority.pem'));
const door = new api({ ca, port, sockets: 2 });
let let_in = 0;
let turned_away = 0;
try {
  await door.sign_in(join(bin, 'tidings'), join(folder, 'broker.yaml'), {}, 'boss');
  for (const [name, role] of [['ann@icb.example', 'full'], ['gone@icb.example', 'read_only']]) {
    const made = await door.post_json('/api/v1/users', { name, role, all_practices: true });
    assert.equal(made.status, 201, JSON.stringify(made.body));
  }
  assert.equal((await door.post_json('/api/v1/users/gone%40icb.example/change', { disabled: true })).status, 200);

  const go = async (person, change = null, more = {}) => {
    Object.assign(provider.state, { person, change, verified: true }, more);
    return new browser(ca).visit(`${home}/sign-in/oidc`);
  };
  const refused = async (what, person, change, more) => {
    const end = await go(person, change, more);
    assert.equal(end.url.origin, home, what);
    assert.ok([401, 403].includes(end.status), `${what}: ${end.status}`);
    assert.ok(!(end.headers['set-cookie'] ?? []).some((one) => one.startsWith('__Host-session=')), `${what}: a session`);
    turned_away += 1;
  };
  const welcome = async (what, person, change) => {
    const visitor = new browser(ca);
    Object.assign(provider.state, { person, change: change ?? null, verified: true });
    const end = await visitor.visit(`${home}/sign-in/oidc`);
    assert.equal(end.status, 200, `${what}: ${end.status} ${end.body}\n${readFileSync(join(folder, 'broker.log'), 'utf8').slice(-1_000)}`);
    const me = JSON.parse((await visitor.one(new URL(`${home}/api/v1/me`))).body);
    assert.equal(me.user, 'ann@icb.example', what);
    assert.equal(me.role, 'full', what);
    let_in += 1;
    return visitor;
  };

  const page = await new browser(ca).visit(`${home}/sign-in`);
  assert.match(page.body, /href="\/sign-in\/oidc">Sign in with NHSmail</, 'the button');

  await welcome('as the provider signs it', 'ann@icb.example');
  await welcome('in capitals', 'Ann@icb.example');
  await welcome('with ES256', 'ann@icb.example', ({ claims, token }) => token({ alg: 'ES256', kid: 'ES256' }, claims));

  const changed = (more) => ({ header, claims, token }) => token(header, { ...claims, ...more });
  const now = Math.floor(Date.now() / 1000);
  const ann = 'ann@icb.example';
  await refused('another nonce', ann, changed({ nonce: 'of another sign-in' }));
  await refused('no nonce', ann, changed({ nonce: undefined }));
  await refused('another audience', ann, changed({ aud: 'somebody-else' }));
  await refused('two audiences', ann, changed({ aud: ['tidings', 'somebody-else'] }));
  await refused('another issuer', ann, changed({ iss: 'http://127.0.0.1:1' }));
  await refused('expired', ann, changed({ exp: now - 120 }));
  await refused('an old one', ann, changed({ iat: now - 3600 }));
  await refused('nobody', ann, changed({ sub: undefined }));
  await refused('alg none', ann, ({ claims, token }) => token({ alg: 'none' }, claims, () => ''));
  await refused('the public key as a secret', ann, ({ claims, token }) => token({ alg: 'HS256', kid: 'RS256' }, claims,
    (text) => createHmac('sha256', 'RS256').update(text).digest('base64url')));
  await refused('the client secret as a key', ann, ({ claims, token }) => token({ alg: 'HS256' }, claims,
    (text) => createHmac('sha256', client.client_secret).update(text).digest('base64url')));
  const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const by_stranger = (text) => sign('sha256', Buffer.from(text), stranger).toString('base64url');
  await refused("a stranger's key", ann, ({ header, claims, token }) => token(header, claims, by_stranger));
  await refused("a stranger's key that it brings along", ann, ({ header, claims, token }) =>
    token({ ...header, kid: 'new', jwk: createPublicKey(stranger).export({ format: 'jwk' }) }, claims, by_stranger));
  await refused('an address that nobody verified', ann, null, { verified: false });
  await refused('no user here', 'bob@icb.example');
  await refused('a disabled user', 'gone@icb.example');
  await refused('who would not sign in', null);

  // The way back belongs to the browser that went, once.
  Object.assign(provider.state, { person: ann, change: null, verified: true });
  const visitor = new browser(ca);
  const back = (await visitor.visit(`${home}/sign-in/oidc`, (url) => url.pathname === '/sign-in/oidc/callback')).url;
  const thief = new browser(ca);
  assert.equal((await thief.one(back)).status, 403, "another browser with the victim's answer");
  const other = new URL(back);
  other.searchParams.set('state', 'x'.repeat(43));
  assert.equal((await visitor.one(other)).status, 403, 'another state');
  assert.equal((await visitor.one(back)).status, 403, 'the sign-in ended with the wrong state');
  turned_away += 3;
  const again = new browser(ca);
  const once = (await again.visit(`${home}/sign-in/oidc`, (url) => url.pathname === '/sign-in/oidc/callback')).url;
  const flow = new Map(again.jar(home));
  assert.equal((await again.one(once)).status, 200);
  let_in += 1;
  again.cookies.set(home, flow);
  assert.equal((await again.one(once)).status, 403, 'a code that was used');
  turned_away += 1;

  const { audit } = await door.get('/api/v1/audit?practice=host&limit=100');
  const entries = (action) => audit.filter((one) => one.action === action);
  assert.equal(entries('POST /sign-in/oidc').filter((one) => one.outcome === 'done').length, let_in, 'each sign-in is on record');
  assert.deepEqual(entries('POST /sign-in/oidc refused').map((one) => one.user).sort(), ['bob@icb.example', 'gone@icb.example']);

  await provider.close();
  provider.closed = true;
  assert.equal((await new browser(ca).visit(`${home}/sign-in`)).status, 200, 'passwords need no provider');
  const log = readFileSync(join(folder, 'broker.log'), 'utf8');
  assert.ok(!log.includes('ann@icb') && !log.includes('a secret:'), 'the log names nobody and no secret');
  console.log(`oidc: let_in=${let_in} turned_away=${turned_away}`);
} finally {
  await broker.end('SIGTERM');
  if (!provider.closed) await provider.close();
}
