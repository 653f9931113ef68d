// npm's oidc-provider on a free port of loopback. It signs whom the test says in at once, without a page; and its tokens may be
// changed on their way out, signed anew with its own keys: what no honest provider would give.
import { generateKeyPairSync, sign } from 'node:crypto';
import { createServer } from 'node:http';

const encoded = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

export async function open_provider({ Provider, client_id, client_secret, redirect_uri }) {
  const keys = {
    RS256: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey,
    ES256: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey,
  };
  const shown = Object.entries(keys).map(([alg, key]) => ({ ...key.export({ format: 'jwk' }), kid: alg, alg, use: 'sig' }));
  const state = { person: null, change: null };

  /** A token with other words in it. `with_key`: the bytes of a signature, or none. */
  const token = (header, claims, with_key) => {
    const text = `${encoded(header)}.${encoded(claims)}`;
    if (with_key !== undefined) return `${text}.${with_key(text)}`;
    const key = { key: keys[header.alg], dsaEncoding: 'ieee-p1363' };
    return `${text}.${sign('sha256', Buffer.from(text), key).toString('base64url')}`;
  };

  let callback;
  const server = createServer((asked, answer) => {
    if (state.change && asked.url === '/token') {
      const end = answer.end.bind(answer);
      answer.end = (body, ...more) => {
        const said = JSON.parse(String(body));
        const [header, claims] = said.id_token.split('.').slice(0, 2).map((one) => JSON.parse(Buffer.from(one, 'base64url')));
        const changed = JSON.stringify({ ...said, id_token: state.change({ header, claims, token }) });
        answer.setHeader('Content-Length', Buffer.byteLength(changed));
        return end(changed, ...more);
      };
    }
    callback(asked, answer);
  });
  await new Promise((listens) => server.listen(0, '127.0.0.1', listens));
  const issuer = `http://127.0.0.1:${server.address().port}`;

  const provider = new Provider(issuer, {
    clients: [{ client_id, client_secret, redirect_uris: [redirect_uri], token_endpoint_auth_method: 'client_secret_basic' }],
    jwks: { keys: shown },
    cookies: { keys: ['a test'] },
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    conformIdTokenClaims: false, // what belongs to the scopes stands in the ID token itself, as with CIS2
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, one) => `/interaction/${one.uid}` },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, email: id, email_verified: state.verified ?? true }) }),
    async loadExistingGrant(context) {
      const grant = new context.oidc.provider.Grant({ clientId: client_id, accountId: context.oidc.session.accountId });
      grant.addOIDCScope('openid email');
      await grant.save();
      return grant;
    },
  });
  const handle = provider.callback();
  callback = (asked, answer) => {
    if (!asked.url.startsWith('/interaction/')) return handle(asked, answer);
    const done = state.person ? { login: { accountId: state.person } } : { error: 'access_denied', error_description: 'not today' };
    return provider.interactionFinished(asked, answer, done, { mergeWithLastSubmission: false });
  };
  return { issuer, state, close: () => new Promise((closed) => { server.closeAllConnections(); server.close(closed); }) };
}
