// Looks at the API as an operator would, all the time: which messages does it show in doubt?
import { pause } from './processes.mjs';

const look_again_ms = 250;
const pages_checked_max = 300;

export class watcher {
  constructor(api) {
    this.api = api;
    this.seen = new Map(); // id -> when first
    this.running = false;
  }

  async run() {
    this.running = true;
    while (this.running) {
      try {
        const { messages } = await this.api.get('/api/v1/messages?state=in_doubt&limit=200');
        for (const { id } of messages) if (!this.seen.has(id)) this.seen.set(id, Date.now());
      } catch {
        // the broker is away: look again
      }
      await pause(look_again_ms);
    }
  }

  stop() {
    this.running = false;
  }

  /** The page of each message that was ever in doubt says so, also afterwards. */
  async check(log, finding) {
    let checked = 0;
    for (const [id, message] of log.messages) {
      const doubts = message.attempts.filter((one) => one.doubted_at).length;
      if (doubts === 0 || (checked += 1) > pages_checked_max) continue;
      const page = await this.api.get(`/api/v1/messages/${id}`);
      const shown = page.timeline.filter((line) => line.type === 'attempt_in_doubt').length;
      if (shown < doubts) finding('not_shown', `${id} was in doubt ${doubts} times, its page shows ${shown}`);
    }
  }
}
