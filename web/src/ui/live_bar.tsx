// One line on every page: is what you see live, pause it, who you are.
import { useEffect, useState } from 'preact/hooks';
import { get, post, type Me } from '../api/client';
import { clockTime } from '../format/format';
import { last_tick, link_state, lookAgain, pause, paused, resume } from '../live/live';
import type { LinkState } from '../live/link';

const said: Readonly<Record<LinkState, { word: string; means: string }>> = {
  connecting: { word: 'Connecting', means: 'Waiting for the first figures.' },
  live: { word: 'Live', means: 'Figures change as things happen.' },
  reconnecting: { word: 'Reconnecting', means: 'The connection to the broker broke. Figures are from before; it is being tried again.' },
  delayed: { word: 'Delayed', means: 'The live feed is held up. Figures are fetched every 5 seconds instead.' },
  signed_out: { word: 'Sign in again', means: 'Your session has ended. Figures are from before.' },
};

export function LiveBar() {
  const state = link_state.value;
  const tick = last_tick.value;
  const held = paused.value;
  const { word, means } = said[state];
  return (
    <section class="app-bar" aria-label="Live state">
      <div class="app-width app-bar__row">
        <p class="app-bar__state" role="status">
          <span class={`app-dot app-dot--${held ? 'paused' : state}`} aria-hidden="true" />
          <strong class="app-bar__word">{held ? `Paused${state === 'live' ? '' : `, ${word.toLowerCase()}`}` : word}</strong>{' '}
          <span class="app-bar__means">{held ? 'Figures stand still until you go on. Nothing stops in the broker.' : means}</span>
        </p>
        {tick && <span class="app-bar__clock">as of <time>{clockTime(tick.t * 1000)}</time></span>}
        <button class="app-bar__button" type="button" onClick={held ? resume : pause}>{held ? 'Go on' : 'Pause'}</button>
        <Account />
      </div>
    </section>
  );
}

function Account() {
  const [me, setMe] = useState<Me | null>(null);
  const state = link_state.value;
  useEffect(() => {
    if (me === null && (state === 'live' || state === 'delayed')) {
      void get<Me>('me').then((answer) => {
        if (answer.ok) setMe(answer.value);
      });
    }
  }, [state]);
  if (!me || state === 'signed_out') return null;
  const signOut = async (): Promise<void> => {
    if ((await post('sign-out')).ok) location.assign('/sign-in');
  };
  return (
    <span class="app-bar__account">
      <span>Signed in as <a href="/account"><strong>{me.user}</strong></a></span>
      <button class="app-bar__button" type="button" onClick={() => void signOut()}>Sign out</button>
    </span>
  );
}

/** Above every page once the session is gone: what happened and what to do. */
export function SessionNotice() {
  if (link_state.value !== 'signed_out') return null;
  return (
    <div class="app-notice" role="alert">
      <p class="app-notice__title">Sign in again</p>
      <p>You are signed out: a session ends after a while, or when you sign out in another tab. <a href="/sign-in" target="_blank" rel="noopener">Sign in in another tab</a>, or by a one-time link, then come back to this page.</p>
      <button class="nhsuk-button nhsuk-button--small" type="button" onClick={lookAgain}>I have signed in</button>
    </div>
  );
}
