// The watched connection, in virtual time with a pretend EventSource and fetch.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openStream, type Stream } from '../../src/live/stream';
import type { LinkState } from '../../src/live/link';
import { overview, practice, tick } from '../rows';

class PretendSource {
  static readonly CLOSED = 2;
  static all: PretendSource[] = [];
  static get newest(): PretendSource {
    const one = PretendSource.all.at(-1);
    if (!one) throw new Error('none opened');
    return one;
  }
  readyState = 0;
  onerror: (() => void) | null = null;
  onopen: (() => void) | null = null;
  private readonly listeners = new Map<string, (event: { data: string }) => void>();

  constructor() {
    PretendSource.all.push(this);
  }
  addEventListener(name: string, heard: (event: { data: string }) => void): void {
    this.listeners.set(name, heard);
  }
  close(): void {
    this.readyState = PretendSource.CLOSED;
  }
  send(name: string, data: unknown): void {
    if (this.readyState !== PretendSource.CLOSED) this.listeners.get(name)?.({ data: JSON.stringify(data) });
  }
  fail(closed: boolean): void {
    if (closed) this.readyState = PretendSource.CLOSED;
    this.onerror?.();
  }
}

let status = 200;
let states: LinkState[] = [];
let stream: Stream;

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
  PretendSource.all = [];
  status = 200;
  states = [];
  vi.stubGlobal('EventSource', PretendSource);
  vi.stubGlobal('fetch', async (url: string) => {
    if (status === 0) throw new TypeError('no answer');
    const bodies: Record<string, unknown> = {
      overview: { overview: overview(), history: [tick(1)] },
      practices: { practices: [practice('A99001')] },
      connectors: { connectors: [] },
      providers: { providers: [] },
    };
    return { status, ok: status === 200, json: async () => bodies[url.split('/').at(-1) ?? ''] };
  });
  stream = openStream(() => undefined, (state) => states.push(state));
});
afterEach(() => {
  stream.close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const pass = (s: number) => vi.advanceTimersByTimeAsync(s * 1000);

describe('the connection', () => {
  test('is live with the first frame, and keeps what it heard', () => {
    PretendSource.newest.send('tick', tick(7));
    expect(stream.state()).toBe('live');
    expect(stream.live().ticks.map((t) => t.t)).toEqual([7]);
  });

  test('is reconnecting while EventSource tries by itself, and live again with the next frame', () => {
    PretendSource.newest.send('tick', tick(7));
    PretendSource.newest.fail(false);
    PretendSource.newest.send('tick', tick(8));
    expect(states).toEqual(['live', 'reconnecting', 'live']);
    expect(PretendSource.all).toHaveLength(1);
  });

  test('is opened anew when EventSource has given up', async () => {
    status = 503;
    PretendSource.newest.fail(true);
    await pass(3);
    expect(PretendSource.all).toHaveLength(2);
    expect(stream.state()).toBe('reconnecting');
  });

  test('a 401 means: sign in again; nothing more is asked until the user does', async () => {
    status = 401;
    PretendSource.newest.fail(true);
    await pass(60);
    expect(stream.state()).toBe('signed_out');
    expect(PretendSource.all).toHaveLength(1);
    stream.again();
    expect(PretendSource.all).toHaveLength(2);
    PretendSource.newest.send('tick', tick(9));
    expect(stream.state()).toBe('live');
  });

  test('a silent one is delayed: figures are fetched instead', async () => {
    PretendSource.newest.send('tick', tick(7));
    await pass(17);
    expect(stream.state()).toBe('delayed');
    expect(stream.live().practices?.map((p) => p.id)).toEqual(['A99001']);
  });

  test('an opening is not a sign of life: silence after it stays delayed, and is tried again', async () => {
    PretendSource.newest.send('tick', tick(7));
    await pass(40);
    PretendSource.newest.onopen?.();
    await pass(10);
    expect(stream.state()).toBe('delayed');
    expect(PretendSource.all.length).toBeGreaterThan(1);
    PretendSource.newest.send('tick', tick(60));
    expect(stream.state()).toBe('live');
  });

  test('silent, and nobody answers either: reconnecting', async () => {
    PretendSource.newest.send('tick', tick(7));
    status = 0;
    await pass(20);
    expect(stream.state()).toBe('reconnecting');
  });

  test('silent, and the session is over: sign in again', async () => {
    PretendSource.newest.send('tick', tick(7));
    status = 401;
    await pass(20);
    expect(stream.state()).toBe('signed_out');
  });

  test('a reset begins afresh, and frames of the one before are not heard', () => {
    const before = PretendSource.newest;
    before.send('tick', tick(7));
    before.send('reset', {});
    expect(PretendSource.all).toHaveLength(2);
    before.send('tick', tick(8));
    expect(stream.live().ticks.map((t) => t.t)).toEqual([7]);
    PretendSource.newest.send('history', [tick(9)]);
    expect(stream.live().ticks.map((t) => t.t)).toEqual([9]);
  });
});
