// As much of a browser as signing in needs: it follows where it is sent, and keeps each host's cookies apart.
import { request as plain } from 'node:http';
import { request as tls } from 'node:https';

export class browser {
  constructor(ca) {
    this.ca = ca;
    this.cookies = new Map(); // origin -> Map name -> value
  }

  jar(origin) {
    if (!this.cookies.has(origin)) this.cookies.set(origin, new Map());
    return this.cookies.get(origin);
  }

  one(url, headers = {}) {
    const jar = this.jar(url.origin);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    return new Promise((done, failed) => {
      const asked = (url.protocol === 'https:' ? tls : plain)(url, { ca: this.ca, headers: { ...(cookie && { Cookie: cookie }), ...headers }, timeout: 15_000 }, (answer) => {
        for (const line of answer.headers['set-cookie'] ?? []) {
          const [pair] = line.split(';');
          const at = pair.indexOf('=');
          if (/max-age=0|expires=thu, 01 jan 1970/i.test(line)) jar.delete(pair.slice(0, at));
          else jar.set(pair.slice(0, at), pair.slice(at + 1));
        }
        const parts = [];
        answer.on('data', (part) => parts.push(part));
        answer.on('error', failed);
        answer.on('end', () => done({ url, status: answer.statusCode, headers: answer.headers, body: Buffer.concat(parts).toString() }));
      });
      asked.on('timeout', () => asked.destroy(new Error('no answer in time')));
      asked.on('error', failed);
      asked.end();
    });
  }

  /** Where it ends. `stop` says at which address it isn't to go on. */
  async visit(address, stop = () => false) {
    let url = new URL(address);
    for (let step = 0; step < 20; step += 1) {
      const answer = await this.one(url);
      if (![301, 302, 303, 307].includes(answer.status)) return answer;
      url = new URL(answer.headers.location, url);
      if (stop(url)) return { ...answer, url };
    }
    throw new Error(`${address}: sent on and on`);
  }
}
