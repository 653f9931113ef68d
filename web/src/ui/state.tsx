// Empty, loading, failed: three states every list can be in, each said in words.
import type { ComponentChildren } from 'preact';
import type { Problem } from '../api/client';
import type { Resource } from '../api/use_resource';

export function Loading(p: { what: string }) {
  return <p class="app-state" role="status">Loading {p.what}…</p>;
}

export function Empty(p: { title: string; children?: ComponentChildren }) {
  return (
    <div class="app-state">
      <p class="app-state__title">{p.title}</p>
      {p.children && <p>{p.children}</p>}
    </div>
  );
}

export function Trouble(p: { what: string; problem: Problem; retry: () => void }) {
  if (p.problem.status === 401) return null; // the session notice above the page says it
  return (
    <div class="app-state app-state--trouble" role="alert">
      <p class="app-state__title">{p.problem.status === 404 ? `Not found: ${p.what}` : `Can’t show ${p.what} now`}</p>
      <p>{p.problem.reason}</p>
      <button class="nhsuk-button nhsuk-button--secondary nhsuk-button--small" type="button" onClick={p.retry}>Try again</button>
    </div>
  );
}

/** A fetched thing in whichever state it is. Old figures stay on screen under a failure, and are said to be old. */
export function Fetched<T>(p: { of: Resource<T>; what: string; children: (value: T) => ComponentChildren }) {
  const { value, problem, reload } = p.of;
  return (
    <>
      {problem && <Trouble what={p.what} problem={problem} retry={reload} />}
      {problem && value !== null && problem.status !== 401 && <p class="app-hint">What you see below is from before.</p>}
      {value !== null ? p.children(value) : !problem && <Loading what={p.what} />}
    </>
  );
}
