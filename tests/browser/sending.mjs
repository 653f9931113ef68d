// A message by hand, from the API's side: whom a text would reach, how the pages post, and what the provider was given.
import assert from 'node:assert/strict';
import { until } from '../system/harness/processes.mjs';
import { provider_url, wait_ms } from './support.mjs';

const surnames = ['Smith', 'Jones', 'Patel', 'Khan', 'Brown', 'Evans', 'Begum', 'Nowak', 'Hughes', 'Ahmed', 'Clarke', 'Singh', 'Walker', 'Wood', 'Ali', 'Green', 'Okafor', 'Hussain'];

/** The messages with these words that the provider’s simulator took. */
export async function sent(words) {
  const ledger = await (await fetch(`${provider_url}/ledger`)).json();
  return ledger.messages.filter((one) => JSON.stringify(one).includes(words));
}
export async function sentTimes(words, times) {
  await until(async () => (await sent(words)).length >= times, `${words} is sent`, wait_ms);
  assert.equal((await sent(words)).length, times, words);
}

/** As the pages call the API. */
export const post = (page, path, body, headers = {}) => page.evaluate(async (asked) => {
  const { csrf } = await (await fetch('/api/v1/me')).json();
  const answer = await fetch(`/api/v1/${asked.path}`, { method: 'POST', headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': csrf, ...asked.headers }, body: JSON.stringify(asked.body) });
  return { status: answer.status, body: await answer.json() };
}, { path, body, headers });

/** How many patients have this one’s mobile. */
const sharing = (page, practice, id) => page.evaluate(async (path) => {
  const { csrf } = await (await fetch('/api/v1/me')).json();
  const card = await (await fetch(path, { headers: { 'X-CSRF-Token': csrf } })).json();
  return card.channels.find((one) => one.channel === 'sms').sharing;
}, `/api/v1/patients/${id}?practice=${practice}`);

/** Somebody whom a text would reach at a number of their own, and whose name finds few. */
export async function reachable(page, practice) {
  return until(async () => {
    for (const words of surnames) {
      const found = (await post(page, `patient-searches?practice=${practice}`, { words })).body.patients ?? [];
      for (const one of found) {
        const { body } = await post(page, 'now-messages/preview', { practice, patient: one.id, text: 'Hello' });
        if (body.refused === '' && await sharing(page, practice, one.id) === 1) return { ...one, surname: words };
      }
    }
    return null;
  }, 'the demo knows somebody who can be texted', wait_ms);
}
