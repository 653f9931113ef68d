// A page's own data, fetched again while things happen. The feed says when: a tick with any activity, or a note.
import { useEffect, useRef, useState } from 'preact/hooks';
import { effect } from '@preact/signals';
import { last_tick, link_state, live, paused } from '../live/live';
import { get, reveal, type Problem } from './client';
import type { Tick } from './types';

export interface Resource<T> {
  /** The last good answer, kept on screen while a newer one is on its way. */
  readonly value: T | null;
  readonly problem: Problem | null;
  readonly reload: () => void;
}

/** At least this long between two calls while things happen. */
const busy_ms = 900;
/** After a failure. */
const failed_ms = 10_000;

interface Held<T> {
  readonly path: string;
  readonly value: T | null;
  readonly problem: Problem | null;
}

/**
 * @param how true: again while things happen; false: once, and when asked; `reveal`: the same, as patients' data are shown.
 * Each showing is an entry in the audit trail, so it is never repeated by itself.
 * @param quiet_ms the longest between two calls
 * @param inbox_of a practice: again, too, when anything changes in its inbox, by whomever
 */
export function useResource<T>(path: string, how: boolean | 'reveal' = true, quiet_ms = 10_000, inbox_of = ''): Resource<T> {
  const follow = how === true;
  const [held, setHeld] = useState<Held<T>>({ path, value: null, problem: null });
  const load_now = useRef<() => void>(() => undefined);

  useEffect(() => {
    const stop = new AbortController();
    let under_way = false;
    let owed = false; // the feed told of something that the last answer may not have
    let fetched_at = 0;
    let problem: Problem | null = null;
    const load = async (): Promise<void> => {
      if (under_way) return;
      under_way = true;
      owed = false;
      fetched_at = Date.now();
      const answer = await (how === 'reveal' ? reveal<T> : get<T>)(path, stop.signal);
      under_way = false;
      if (stop.signal.aborted) return;
      problem = answer.ok ? null : answer.problem;
      setHeld((was) =>
        answer.ok
          ? { path, value: answer.value, problem: null }
          : { path, value: was.path === path ? was.value : null, problem: answer.problem },
      );
    };
    load_now.current = () => void load();
    void load();
    if (!follow) return () => stop.abort();

    const due = (after_ms: number): void => {
      const gone = problem?.status === 404; // it won't come back by itself
      if (gone || paused.peek() || document.visibilityState !== 'visible') return;
      if (Date.now() - fetched_at >= (problem ? failed_ms : after_ms)) void load();
    };
    const clock = setInterval(() => due(owed ? busy_ms : quiet_ms), 1000);
    let was = live.peek();
    const stopListening = effect(() => {
      const now = live.value;
      const tick = last_tick.value;
      owed = owed || now.inboxes[inbox_of] !== was.inboxes[inbox_of];
      const moved = owed || now.notes !== was.notes || (tick !== null && tick !== was.ticks.at(-1) && anything(tick));
      was = now;
      if (moved && link_state.peek() === 'live') due(busy_ms);
    });
    // What failed while we were cut off is asked again as soon as the feed is back.
    const stopWatching = effect(() => {
      if (link_state.value === 'live' && problem && problem.status !== 404) void load();
    });
    return () => {
      stop.abort();
      clearInterval(clock);
      stopListening();
      stopWatching();
    };
  }, [path, how]);

  const current = held.path === path;
  return { value: current ? held.value : null, problem: current ? held.problem : null, reload: () => load_now.current() };
}

const anything = (t: Tick): boolean => t.accepted + t.sent + t.delivered + t.failed + t.replies + t.in_flight + t.operations_open > 0;
