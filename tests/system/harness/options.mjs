// The command line.
import { parseArgs } from 'node:util';

export const help = `tests/system/ledger [options]
Runs the real broker against simulators that lie, ends it as power cuts and crashes would while it works, and then
compares four ledgers: what the API's client was promised, what the provider got, what the clinical systems hold, and
what the log says. The last line is one JSON object; the exit status is 0 only when nothing disagrees.

What is done to the broker (default: 25 kills)
  --kills N          kill -9 at random moments, 50 to 3000 ms after it listens, some while it starts
  --points N         end it N times at each named place of schemas/crash_point.hpp
  --point NAME       only at this place; repeatable
  --stops N          SIGTERM under load: ends within 10 s, nothing lost, no call left in doubt that was answered
  --soak SECONDS     nothing: a steady load, and what memory, open files, disk and p99 come to; from an hour on they are judged
  --poison           a command that kills its handler: parked after 5 tries, retried and discarded; the rest moves on
How
  --seed S           who answers what, which lies, when (default 1); the operating system's part doesn't repeat
  --rate R           messages a second (default 60)
  --practices N      (default 20)
  --appointments M   booked while it runs (default 200, for each round of --points: two of them are about replies)
  --truthful         provider and clinical systems tell no lies
  --data DIR         where everything is kept (default build/system/ledger); emptied first
  --keep             keep the folder when all went well, too
  --limit SECONDS    for the draining at the end (default 120)
`;

const number = (text, name, least, most) => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least || value > most) throw new Error(`--${name}: a whole number, ${least} to ${most}`);
  return value;
};

export function read_options(args) {
  const { values } = parseArgs({
    args, allowPositionals: false,
    options: {
      kills: { type: 'string' }, points: { type: 'string' }, point: { type: 'string', multiple: true }, stops: { type: 'string' },
      poison: { type: 'boolean', default: false }, soak: { type: 'string' }, seed: { type: 'string', default: '1' }, rate: { type: 'string', default: '60' },
      practices: { type: 'string', default: '20' }, appointments: { type: 'string' },
      truthful: { type: 'boolean', default: false }, data: { type: 'string' }, keep: { type: 'boolean', default: false },
      limit: { type: 'string', default: '120' }, help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const something = values.points ?? values.stops ?? values.soak ?? values.point ?? (values.poison || undefined);
  return {
    help: values.help,
    kills: number(values.kills ?? (something === undefined ? '25' : '0'), 'kills', 0, 100_000),
    points: number(values.points ?? (values.point ? '1' : '0'), 'points', 0, 1_000),
    only_points: values.point ?? [],
    stops: number(values.stops ?? '0', 'stops', 0, 1_000),
    poison: values.poison,
    soak_s: number(values.soak ?? '0', 'soak', 0, 172_800),
    seed: number(values.seed, 'seed', 0, 0xffff_ffff),
    rate: number(values.rate, 'rate', 1, 2_000),
    practices: number(values.practices, 'practices', 1, 999),
    appointments: number(values.appointments ?? String(200 * Math.max(1, Number(values.points) || 1)), 'appointments', 0, 50_000),
    truthful: values.truthful,
    data: values.data,
    keep: values.keep,
    limit_s: number(values.limit, 'limit', 1, 36_000),
  };
}
