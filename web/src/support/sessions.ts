// Support users whom practices let in now.
import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { get } from '../api/client';
import { may } from '../api/may';
import { useMe } from '../api/use_me';

export interface SupportSession {
  practice: string;
  user: string;
  until: string;
  by: string;
  reason: string;
}

/** How late a page may learn that support came in. Whether they are shown anything is the server's matter. */
const every_ms = 15_000;

const open = signal<readonly SupportSession[]>([]);

async function look(): Promise<void> {
  const answer = await get<{ support: readonly SupportSession[] }>('support');
  if (answer.ok) open.value = answer.value.support;
}
export const lookForSupport = (): void => void look();

/** Those in practices of whoever is signed in; asked for as long as a page is open. */
export function useSupportSessions(): readonly SupportSession[] {
  const me = useMe();
  const allowed = me !== null && may(me, 'GET', 'support');
  useEffect(() => {
    if (!allowed) return undefined;
    lookForSupport();
    const timer = setInterval(lookForSupport, every_ms);
    return () => clearInterval(timer);
  }, [allowed]);
  return allowed ? open.value : [];
}
