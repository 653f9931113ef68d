// Asking the broker. Every answer is a value: what was asked for, or why not in words a person can read.
import { sessionEnded } from '../live/live';

const base = '/api/v1/';

/** `status` 0: no answer at all. */
export interface Problem {
  readonly status: number;
  readonly reason: string;
}
export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem };

export interface Me {
  readonly user: string;
  readonly csrf: string;
  readonly role: string;
  /** The routes that the role may take, e.g. `POST /api/v1/messages/{}/cancel`. */
  readonly may: readonly string[];
  readonly version: string;
}

export function get<T>(path: string, signal?: AbortSignal): Promise<Answer<T>> {
  return call<T>(path, { method: 'GET', ...(signal ? { signal } : {}) });
}

/** Patients' data: carries the token too, so that no link and no other site can have them shown in somebody's name. */
export async function reveal<T>(path: string, signal?: AbortSignal): Promise<Answer<T>> {
  const me = await get<Me>('me', signal);
  if (!me.ok) return me;
  return call<T>(path, { method: 'GET', headers: { 'X-CSRF-Token': me.value.csrf }, ...(signal ? { signal } : {}) });
}

/** A file of patients' data, which a link alone doesn't get. */
export async function revealFile(path: string): Promise<Answer<Blob>> {
  const me = await get<Me>('me');
  if (!me.ok) return me;
  const answer = await asked(path, { method: 'GET', headers: { 'X-CSRF-Token': me.value.csrf } });
  return answer.ok ? { ok: true, value: await answer.value.blob() } : answer;
}

/** An unsafe call: carries the token that only our own pages can read. */
export async function post(path: string, method: 'POST' | 'DELETE' = 'POST'): Promise<Answer<unknown>> {
  const me = await get<Me>('me');
  if (!me.ok) return me;
  return call(path, { method, headers: { 'X-CSRF-Token': me.value.csrf } });
}

/** The same with a JSON body. @param key what makes a repeated call the same one, so that trying again does nothing twice */
export async function postJson<T = { id: string }>(path: string, body: Readonly<Record<string, unknown>>, key?: string): Promise<Answer<T>> {
  const me = await get<Me>('me');
  if (!me.ok) return me;
  const headers = { 'Content-Type': 'application/json', 'X-CSRF-Token': me.value.csrf, ...(key ? { 'Idempotency-Key': key } : {}) };
  return call<T>(path, { method: 'POST', headers, body: JSON.stringify(body) });
}

/** A name for one wish of a person's. */
export const newKey = (): string => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

async function call<T>(path: string, how: RequestInit): Promise<Answer<T>> {
  const answer = await asked(path, how);
  if (!answer.ok) return answer;
  return { ok: true, value: (await answer.value.json().catch(() => null)) as T };
}

async function asked(path: string, how: RequestInit): Promise<Answer<Response>> {
  let answer: Response;
  try {
    answer = await fetch(base + path, { ...how, cache: 'no-store', credentials: 'same-origin' });
  } catch {
    return refused(0, 'The broker did not answer. It may be restarting, or the network may be down.');
  }
  if (answer.status === 401) {
    sessionEnded();
    return refused(401, 'Your session has ended.');
  }
  if (answer.ok) return { ok: true, value: answer };
  const body: unknown = await answer.json().catch(() => null);
  return refused(answer.status, reasonOf(body) ?? fallback(answer.status));
}

const refused = (status: number, reason: string): { ok: false; problem: Problem } => ({ ok: false, problem: { status, reason } });

/** The first of `{"errors":[{"code","reason","field"}]}`. */
export function reasonOf(body: unknown): string | null {
  const errors = (body as { errors?: { reason?: unknown }[] } | null)?.errors;
  const reason = Array.isArray(errors) ? errors[0]?.reason : undefined;
  return typeof reason === 'string' && reason !== '' ? reason : null;
}

function fallback(status: number): string {
  if (status === 404) return 'There is nothing here with that name.';
  if (status === 429 || status === 503) return 'The broker is busy. Try again in a few seconds.';
  return `The broker answered with an error (${status}).`;
}
