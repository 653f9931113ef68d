// How things stand, in one sentence that a stranger understands. Pure.
import { counted } from '../format/format';
import type { Connector, Overview, Practice, Provider, Tick } from '../api/types';
import { links } from '../route/links';

export interface Concern {
  readonly text: string;
  readonly href: string;
  readonly level: 'error' | 'warn';
}
export interface Standing {
  readonly level: 'good' | 'warn' | 'error';
  readonly headline: string;
  readonly concerns: readonly Concern[];
}

/** `one` is said of the only practice that is meant, `many` follows their number. */
function about(which: readonly Practice[], level: Concern['level'], one: (p: Practice) => string, many: string, page: string, page_of_one = (p: Practice) => links.practice(p.id)): Concern[] {
  const [first, ...others] = which;
  if (!first) return [];
  return [others.length === 0 ? { text: one(first), href: page_of_one(first), level } : { text: `${which.length} practices ${many}`, href: page, level }];
}

/** What keeps messages of single practices back, though every part of the broker works. */
function heldBack(practices: readonly Practice[]): Concern[] {
  const restored = practices.filter((p) => p.fenced);
  const closed = practices.filter((p) => p.trouble !== '');
  // The board calls a practice degraded for its connection, parked items and a restore, too: those are named on their own.
  const waiting = practices.filter((p) => p.state === 'degraded' && p.connector_state === 'up' && !p.fenced && p.parked === 0);
  const spent = practices.filter((p) => p.held > 0);
  return [
    ...about(restored, 'error', (p) => `${p.name} was restored from a backup: nothing of theirs is sent until it is released`,
      'were restored from a backup: nothing of theirs is sent until they are released', links.backups, () => links.backups),
    ...about(closed, 'error', (p) => `${p.name} is closed: its records are damaged`, 'are closed: their records are damaged', links.practices({ state: 'down' })),
    ...about(waiting, 'warn', (p) => `${p.name}: sending is paused, or its documents wait`, 'are paused, or their documents wait', links.queues),
    ...about(spent, 'warn', (p) => `${p.name}: ${counted(p.held, 'message')} ${p.held === 1 ? 'waits' : 'wait'} for the next day’s budget`,
      'have messages that wait for the next day’s budget', links.practices()),
  ];
}

export function standing(
  overview: Overview,
  connectors: readonly Connector[],
  providers: readonly Provider[],
  tick: Tick | null,
  practices: readonly Practice[] = [],
): Standing {
  const concerns = heldBack(practices);
  for (const p of providers) {
    if (p.state !== 'up') {
      const what = { degraded: 'has trouble', down: 'does not answer', stopped: 'has stopped and needs a person' }[p.state] ?? `is ${p.state}`;
      concerns.push({ text: `Provider ${p.id} ${what}`, href: links.providers, level: p.state === 'degraded' ? 'warn' : 'error' });
    }
  }
  const broken = connectors.filter((c) => c.state !== 'up' && c.state !== 'degraded');
  const slow = connectors.filter((c) => c.state === 'degraded');
  if (broken.length > 0) {
    const only = broken.length === 1 ? broken[0] : undefined;
    const text = only ? `${only.practice_name}: the clinical system is not connected` : `${broken.length} practices have no connection to their clinical system`;
    concerns.push({ text, href: only ? links.practice(only.practice) : links.connectors(), level: 'error' });
  }
  if (slow.length > 0) {
    concerns.push({ text: `${counted(slow.length, 'connection')} to a clinical system ${slow.length === 1 ? 'has' : 'have'} trouble`, href: links.connectors({ state: 'degraded' }), level: 'warn' });
  }
  if (tick && tick.parked > 0) {
    concerns.push({ text: `${counted(tick.parked, 'item')} parked after failing again and again`, href: links.parked(), level: 'error' });
  }
  if (tick && tick.in_doubt > 0) {
    concerns.push({ text: `${counted(tick.in_doubt, 'message')} in doubt: the provider is being asked`, href: links.messages({ state: 'in_doubt' }), level: 'warn' });
  }
  const worst = concerns.some((c) => c.level === 'error') ? 'error' : concerns.length > 0 ? 'warn' : 'good';
  if (overview.state === 'starting') {
    return { level: 'warn', headline: overview.to_go > 0 ? `The broker works and its figures are catching up: ${counted(overview.to_go, 'event')} to go.` : 'The broker is starting: it is reading its log.', concerns };
  }
  if (concerns.length === 0 && overview.state === 'degraded') {
    return { level: 'warn', headline: 'The broker runs, but some part needs attention.', concerns };
  }
  if (concerns.length === 0) {
    return { level: 'good', headline: overview.practices === 0 ? 'The broker is ready. No practice is set up yet.' : `All is well: ${counted(overview.practices, 'practice')} connected, every message on its way.`, concerns };
  }
  return { level: worst, headline: `${counted(concerns.length, 'thing')} ${concerns.length === 1 ? 'needs' : 'need'} attention.${practices.some((p) => p.trouble !== '') ? '' : ' Nothing is lost: messages wait.'}`, concerns };
}
