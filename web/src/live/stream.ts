// One connection to /api/v1/events, watched. Runs in the shared worker, or in the page where there is none.
// EventSource reconnects by itself with Last-Event-ID; what is added here: a watchdog for streams that some proxy
// holds back, fetching meanwhile, and telling a 401 from a broken line (EventSource can't).
import { fold, frame_names, frameOf, nothing, type Frame, type Live } from './fold';
import type { LinkState } from './link';

const api = '/api/v1';
/** No frame for this long (ticks come every second): the stream is taken for dead. */
const silence_ms_max = 15_000;
const poll_ms = 5_000;
/** While fetching, how often the stream is tried again. */
const retry_stream_ms = 30_000;
/** EventSource gives up after an answer that is not 200; we don't, unless it is a 401. */
const reopen_ms = 2_000;

export interface Stream {
  /** Everything so far. */
  live(): Live;
  state(): LinkState;
  /** Look again at once: the user asked, or came back. */
  again(): void;
  close(): void;
}

export function openStream(onFrame: (frame: Frame) => void, onState: (state: LinkState) => void): Stream {
  let live = nothing;
  let state: LinkState = 'connecting';
  let source: EventSource | null = null;
  let heard_at = Date.now();
  let opened_at = 0;
  let polling = false;
  let reopening: ReturnType<typeof setTimeout> | undefined;

  const become = (next: LinkState): void => {
    if (next === state) return;
    state = next;
    onState(next);
  };
  const take = (frame: Frame): void => {
    live = fold(live, frame);
    onFrame(frame);
  };

  function open(): void {
    source?.close();
    clearTimeout(reopening);
    heard_at = opened_at = Date.now();
    const mine = new EventSource(`${api}/events`);
    source = mine;
    mine.onerror = () => {
      if (mine !== source) return;
      if (state !== 'signed_out' && state !== 'delayed') become('reconnecting');
      if (mine.readyState === EventSource.CLOSED) void whyClosed();
    };
    for (const name of frame_names) {
      mine.addEventListener(name, (event) => {
        heard_at = Date.now();
        become('live');
        const frame = frameOf(name, (event as MessageEvent<string>).data);
        if (frame) take(frame);
      });
    }
    // A practice's user isn't told the whole broker's seconds, only that they pass.
    mine.addEventListener('beat', () => {
      heard_at = Date.now();
      become('live');
    });
    // Our last id has left the server's ring: start afresh, its first frames are a snapshot.
    mine.addEventListener('reset', open);
  }

  async function whyClosed(): Promise<void> {
    const status = await fetch(`${api}/me`, { cache: 'no-store' }).then((answer) => answer.status, () => 0);
    if (status === 401) {
      source?.close();
      become('signed_out');
    } else {
      reopening = setTimeout(open, reopen_ms);
    }
  }

  async function poll(): Promise<void> {
    if (polling) return;
    polling = true;
    const asked_at = Date.now();
    try {
      const answers = await Promise.all(
        ['overview', 'practices', 'connectors', 'providers'].map((name) => fetch(`${api}/${name}`, { cache: 'no-store' })),
      );
      if (answers.some((answer) => answer.status === 401)) {
        source?.close();
        become('signed_out');
        return;
      }
      if (answers.some((answer) => !answer.ok && answer.status !== 403)) return become('reconnecting');
      const bodies = await Promise.all(answers.map((answer) => (answer.ok ? (answer.json() as Promise<unknown>) : null)));
      const [first, practices, connectors, providers] = bodies.map((body) => (body ?? {}) as Record<string, unknown>);
      if (heard_at >= asked_at) return; // the stream spoke meanwhile, and knows better
      const takeIf = (name: Frame['name'], data: unknown): void => {
        if (data !== undefined) take({ name, data } as Frame); // what this user may not see stays untold
      };
      takeIf('history', first?.['history']);
      takeIf('overview', first?.['overview']);
      takeIf('practices', practices?.['practices']);
      takeIf('connectors', connectors?.['connectors']);
      takeIf('providers', providers?.['providers']);
      become('delayed');
    } catch {
      if (heard_at < asked_at) become('reconnecting');
    } finally {
      polling = false;
    }
  }

  let polled_at = 0;
  const watch = setInterval(() => {
    const now = Date.now();
    if (state === 'signed_out' || now - heard_at < silence_ms_max) return;
    if (now - opened_at > retry_stream_ms) {
      const silent_since = heard_at;
      open();
      heard_at = silent_since; // opening is not hearing
    }
    if (now - polled_at >= poll_ms) {
      polled_at = now;
      void poll();
    }
  }, 1000);

  open();
  return {
    live: () => live,
    state: () => state,
    again: () => {
      if (state === 'live') return;
      if (state === 'signed_out') become('connecting');
      open();
    },
    close: () => {
      clearInterval(watch);
      clearTimeout(reopening);
      source?.close();
      source = null;
    },
  };
}
