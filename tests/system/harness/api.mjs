// The broker's API as a practice's software sees it: HTTPS, one session a user for all of the run.
import { execFileSync } from 'node:child_process';
import { Agent, request } from 'node:https';

export class api {
  constructor({ ca, port, sockets }) {
    this.port = port;
    this.agent = new Agent({ keepAlive: true, maxSockets: sockets, ca });
    this.headers = {};
  }

  /** `{status, headers, body}`; fails when there is no whole answer. `body` is JSON where it is said to be. */
  call(method, path, { headers = {}, body, limit_ms = 15_000 } = {}) {
    return new Promise((done, failed) => {
      const asked = request({
        host: '127.0.0.1', port: this.port, method, path, agent: this.agent, servername: 'localhost', timeout: limit_ms,
        headers: { ...this.headers, ...(body === undefined ? {} : { 'Content-Length': Buffer.byteLength(body) }), ...headers },
      }, (answer) => {
        const parts = [];
        answer.on('data', (part) => parts.push(part));
        answer.on('error', failed);
        answer.on('end', () => {
          if (!answer.complete) return failed(new Error('the answer was cut off'));
          const text = Buffer.concat(parts).toString();
          try {
            const json = /json/.test(answer.headers['content-type'] ?? '');
            done({ status: answer.statusCode, headers: answer.headers, body: json ? JSON.parse(text) : text });
          } catch (problem) {
            failed(problem);
          }
        });
      });
      asked.on('timeout', () => asked.destroy(new Error('no answer in time')));
      asked.on('error', failed);
      asked.end(body);
    });
  }

  async get(path) {
    const answer = await this.call('GET', path);
    if (answer.status !== 200) throw new Error(`GET ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  /** With the link that `tidings sign-in` prints; the session outlives the broker's restarts. */
  async sign_in(bin, config, env, user) {
    const link = execFileSync(bin, ['sign-in', config, '--user', user], { env: { ...process.env, ...env }, encoding: 'utf8' });
    const token = /token=(\S+)/.exec(link)[1];
    const welcome = await this.call('POST', '/sign-in', {
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' }, body: `token=${token}`,
    });
    const cookie = welcome.headers['set-cookie']?.[0]?.split(';')[0];
    if (!cookie) throw new Error(`signing in was answered ${welcome.status}`);
    this.headers = { Cookie: cookie };
    this.headers['X-CSRF-Token'] = (await this.get('/api/v1/me')).csrf;
  }

  post_json(path, body, headers = {}) {
    return this.call('POST', path, { headers: { 'Content-Type': 'application/json', ...headers }, body: JSON.stringify(body) });
  }
}
