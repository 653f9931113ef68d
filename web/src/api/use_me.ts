// Who is signed in. Asked once for all of a tab's pages.
import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { link_state } from '../live/live';
import { get, type Me } from './client';

const known = signal<Me | null>(null);

/** `null`: not told yet, or signed out. */
export function useMe(): Me | null {
  const state = link_state.value;
  useEffect(() => {
    if (state === 'signed_out') known.value = null; // somebody else may be next
    else if (known.peek() === null && state !== 'connecting')
      void get<Me>('me').then((answer) => {
        if (answer.ok) known.value = answer.value;
      });
  }, [state]);
  return known.value;
}
