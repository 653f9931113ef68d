// A command that ends its handler each time it is tried: parked after 5 tries, while the rest of its practice and all
// other practices go on. One is discarded; one is tried again too early, and again when the cause is gone.
import { pause, until } from './processes.mjs';

const word = 'hemlock';
const tries = 5;
const parked_limit_ms = 60_000; // its five lives take 1.6 s; the machine may be busy: how long it took is a figure
const others_limit_ms = 15_000; // so, too: one that waited for the poison would wait for ever

const parked_of = async (run, practice) => (await run.api.get(`/api/v1/parked?practice=${practice}`)).parked;
const restarts_of = async (run, practice) => {
  const { actors } = await run.api.get('/api/v1/actors');
  return actors.find((one) => one.path === `/node/practices/${practice}`) ?? { restarts: 0, state: 'unknown' };
};

async function say_poison(run, practice) {
  const row = await run.client.say(word, practice);
  if (row.state !== 'refused') run.finding('poison', `${row.key} is ${row.state}, and not refused as parked`);
  return row;
}

const release = (run, { id, practice }, verb) => run.api.post_json(`/api/v1/parked/${id}/${verb}?practice=${practice}`, {});

/** Two such messages and a reply for one practice: everything else that is told to it meanwhile is done. */
async function rest_moves_on(run, practice) {
  const from = performance.now();
  const bad = [say_poison(run, practice), say_poison(run, practice)];
  await run.world.provider_reply({ from: '447700900500', to: run.world.sender_of(practice), text: `${word} please` });
  const good = await run.client.say('after the poison', practice);
  const waited_ms = Math.round(performance.now() - from);
  const elsewhere_from = performance.now();
  await run.client.say('elsewhere', run.world.codes.at(-1));
  const elsewhere_ms = Math.round(performance.now() - elsewhere_from);
  if (good.state !== 'promised') run.finding('poison', `${good.key}, told to the same practice, is ${good.state}`);
  if (elsewhere_ms > others_limit_ms) run.finding('poison', `another practice waited ${elsewhere_ms} ms`);
  await Promise.all(bad);
  await until(async () => (await parked_of(run, practice)).length === 3, 'three commands are parked', parked_limit_ms);
  return { parked_ms: Math.round(performance.now() - from), waited_ms, elsewhere_ms };
}

export async function poison(run) {
  const { broker } = run.world;
  const [practice] = run.world.codes;
  await run.world.tell_the_truth();
  await broker.end('SIGKILL');
  broker.begin({ TIDINGS_POISON: word });
  if (!(await broker.ready())) throw new Error('the broker ended while it started');

  run.poisoned = await rest_moves_on(run, practice);
  const rows = await parked_of(run, practice);
  for (const row of rows) if (row.tries !== tries) run.finding('poison', `${row.kind} was parked after ${row.tries} tries`);
  const [discarded, kept] = rows.filter((row) => row.kind === 'accept_message');
  const reply = rows.find((row) => row.kind === 'reply_arrived');
  if (!discarded || !kept || !reply) throw new Error(`parked are ${rows.map((row) => row.kind).join(', ')}`);

  // No restart loop: once everything is parked, nothing ends any more, though the provider and the client are there.
  const after = await until(async () => {
    const now = await restarts_of(run, practice);
    return now.restarts >= rows.length * tries && now;
  }, 'the actors page counts every restart', parked_limit_ms);
  await release(run, discarded, 'discard');
  await until(async () => (await parked_of(run, practice)).length === 2, 'the discarded one is gone', parked_limit_ms);
  await release(run, kept, 'retry');
  await until(async () => (await restarts_of(run, practice)).restarts >= after.restarts + tries, 'it is tried again', parked_limit_ms);
  await until(async () => (await parked_of(run, practice)).some((row) => row.id === kept.id), 'it is parked again', parked_limit_ms);
  await pause(1_500);
  const calm = await restarts_of(run, practice);
  if (calm.restarts !== after.restarts + tries) run.finding('poison', `${calm.restarts} restarts, expected ${after.restarts + tries}`);
  if (calm.state !== 'running') run.finding('poison', `the practice is ${calm.state}`);

  // The cause is gone: both are done now, as if nothing had been.
  await broker.end('SIGKILL');
  broker.begin();
  if (!(await broker.ready())) throw new Error('the broker ended while it started');
  for (const row of [kept, reply]) {
    const status = await until(async () => { // it listens before it has met its practices, and says 503 till then
      const answer = await run.api.post_json(`/api/v1/parked/${row.id}/retry?practice=${practice}`, {});
      return answer.status !== 503 && answer.status;
    }, 'the practice can be told', parked_limit_ms);
    if (status !== 200) run.finding('poison', `retrying ${row.kind} was answered ${status}`);
  }
  await until(async () => (await parked_of(run, practice)).length === 0, 'nothing is parked', parked_limit_ms);
  const messages = [...run.client.rows.values()].filter((row) => row.text.endsWith(word));
  for (const row of messages) row.state = 'released';
  run.progress(`poison was parked within ${run.poisoned.parked_ms} ms`);
}

/** Of the two poisoned messages one was discarded, one was let go: exactly one is in the log. */
export function check_poison(run, log) {
  const keys = new Set([...run.client.rows.values()].filter((row) => row.state === 'released').map((row) => row.key));
  const kept = [...log.messages.values()].filter((one) => keys.has(one.key)).length;
  if (kept !== 1) run.finding('poison', `${kept} of the poisoned messages were accepted, expected the one that was let go`);
  const said = log.replies.filter((one) => one.text.startsWith(word)).length;
  if (said !== 1) run.finding('poison', `the poisoned reply is in the log ${said} times`);
}
