// The names of a page's patients, by the keys that stand for them. Asked for once, page by page: each page shown is an
// entry in the audit trail.
import { useEffect, useState } from 'preact/hooks';
import { reveal, type Problem } from '../api/client';
import type { PatientName, PatientNames } from '../api/name_types';
import { withQuery } from '../route/query';

export type ByKey = ReadonlyMap<string, PatientName>;

export interface Names {
  readonly by_key: ByKey;
  readonly problem: Problem | null;
  readonly loading: boolean;
}

/** More pages than a day can have patients. */
const pages_max = 20;

/**
 * @param path what shows the keys, with its filters
 * @param reason why, as the person gave it; null: nobody asked
 */
export function useNames(path: string, reason: string | null): Names {
  const [names, setNames] = useState<Names>({ by_key: new Map(), problem: null, loading: false });
  useEffect(() => {
    if (reason === null) {
      setNames({ by_key: new Map(), problem: null, loading: false });
      return undefined;
    }
    const stop = new AbortController();
    const load = async (): Promise<void> => {
      const found = new Map<string, PatientName>();
      let before = '';
      for (let page = 0; page < pages_max; page++) {
        const answer = await reveal<PatientNames>(`${path}&${withQuery('', { reveal: 1, reason, before }).slice(1)}`, stop.signal);
        if (stop.signal.aborted) return;
        if (!answer.ok) return setNames({ by_key: found, problem: answer.problem, loading: false });
        for (const one of answer.value.patients) found.set(one.key, one);
        if (answer.value.next === null) break;
        before = answer.value.next;
      }
      setNames({ by_key: found, problem: null, loading: false });
    };
    setNames({ by_key: new Map(), problem: null, loading: true });
    void load();
    return () => stop.abort();
  }, [path, reason]);
  return names;
}

/** Some of these came in since the names were shown. */
export const isBehind = (names: Names, keys: readonly string[]): boolean =>
  names.by_key.size > 0 && keys.some((key) => key !== '' && !names.by_key.has(key));
