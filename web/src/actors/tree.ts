// The supervision tree from its flat list of paths. Pure.
import type { Actor } from '../api/types';

export interface Branch {
  readonly actor: Actor;
  readonly name: string;
  readonly depth: number;
  /** How many stand anywhere below it. */
  readonly below: number;
  /** How many of its direct children are left out here. */
  readonly hidden: number;
}

/** An actor with more children than this shows its worst ones, and a link to all. */
export const children_shown_max = 12;

export interface Show {
  /** Only this path and what stands below it; empty: all. */
  readonly under: string;
  /** Letters that must stand in the path; empty: any. */
  readonly q: string;
  /** Only actors with a restart, a failure or a state that isn't running or passive (and their parents). */
  readonly troubled: boolean;
}

export const isTroubled = (a: Actor): boolean => a.restarts > 0 || a.last_failure !== '' || (a.state !== 'running' && a.state !== 'passive');

const parentOf = (path: string): string => path.slice(0, path.lastIndexOf('/'));
const badness = (a: Actor): number => (a.state === 'stopped' ? 4 : a.state === 'restarting' ? 3 : isTroubled(a) ? 2 : a.mailbox > 0 ? 1 : 0);

export function branches(actors: readonly Actor[], show: Show): readonly Branch[] {
  const known = new Map(actors.map((a) => [a.path, a]));
  const wanted = new Set<string>();
  for (const a of actors) {
    if (show.under && a.path !== show.under && !a.path.startsWith(`${show.under}/`)) continue;
    if (show.q && !a.path.toLowerCase().includes(show.q.toLowerCase())) continue;
    if (show.troubled && !isTroubled(a)) continue;
    for (let path = a.path; known.has(path) && !wanted.has(path); path = parentOf(path)) {
      if (show.under && path.length < show.under.length) break;
      wanted.add(path);
    }
  }
  const children = new Map<string, Actor[]>();
  const roots: Actor[] = [];
  for (const a of actors) {
    if (!wanted.has(a.path)) continue;
    const parent = parentOf(a.path);
    if (!wanted.has(parent)) roots.push(a);
    else children.set(parent, [...(children.get(parent) ?? []), a]);
  }
  const all = show.under !== '' || show.q !== '' || show.troubled;
  const out: Branch[] = [];
  const add = (a: Actor, depth: number): number => {
    const here = out.length;
    const mine = children.get(a.path) ?? [];
    const shown = all || mine.length <= children_shown_max ? mine : [...mine].sort((x, y) => badness(y) - badness(x)).slice(0, children_shown_max);
    out.push({ actor: a, name: a.path.slice(a.path.lastIndexOf('/') + 1), depth, below: 0, hidden: mine.length - shown.length });
    let below = mine.length - shown.length;
    for (const child of shown) below += 1 + add(child, depth + 1);
    const self = out[here];
    if (self) out[here] = { ...self, below };
    return below;
  };
  for (const root of roots) add(root, 0);
  return out;
}
