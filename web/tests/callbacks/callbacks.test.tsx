// What operators are told before and after they try dead letters again.
import { renderToString } from 'preact-render-to-string';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { DeadCallback } from '../../src/api/callback_types';
import { practicesOf, releaseLetters } from '../../src/callbacks/letters';
import { StateTag } from '../../src/ui/tag';
import { callback_states } from '../../src/words/callback_words';

const letter: DeadCallback = { practice: 'A99001', receiver: 'delivery', sequence: 7, id: 'i', about: 'a', status: 'delivered', tries: 6, why: 'answered 500', at: '', again: false };

describe('dead letters', () => {
  const asked: unknown[] = [];
  const serve = (status: number, body: object): void => {
    vi.stubGlobal('fetch', (url: string, how: { body?: string }) => {
      if (url.endsWith('/me')) return Promise.resolve(new Response('{"user":"ann","csrf":"c","role":"host_operator","may":[],"version":""}'));
      asked.push(JSON.parse(how.body ?? '{}'));
      return Promise.resolve(new Response(JSON.stringify(body), { status }));
    });
  };
  afterEach(() => {
    vi.unstubAllGlobals();
    asked.length = 0;
  });

  test('are let go by one request, and it is said how many went', async () => {
    serve(200, { released: 2 });
    expect(await releaseLetters({ practice: 'A99001', receiver: 'delivery', sequences: [7, 9] }, true)).toBe('2 callbacks tried again.');
    expect(asked).toEqual([{ practice: 'A99001', receiver: 'delivery', sequences: [7, 9], retry: true }]);
  });
  test('that can’t be let go now say why', async () => {
    serve(503, { errors: [{ code: 'disk_full', reason: 'it can’t be kept now; ask again', field: null }] });
    expect(await releaseLetters({ practice: 'A99001' }, false)).toContain('ask again');
  });
  test('are grouped by practice', () => expect(practicesOf([letter, { ...letter, practice: 'A99002' }, letter])).toEqual(['A99001', 'A99002']));
});

test('every state has its word', () => {
  for (const state of Object.keys(callback_states)) expect(renderToString(<StateTag words={callback_states} state={state} />)).toContain(callback_states[state]?.label);
});
