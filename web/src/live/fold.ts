// The live feed as a value: what the pages show is the fold of every frame received so far. Pure, so that the shared
// worker and the page run the same rules and a test can replay any sequence.
import type { Connector, Note, Overview, Practice, Provider, Tick } from '../api/types';

/** How much of the past a page keeps: five minutes of ticks at 1 Hz, as the server sends in `history`. */
export const ticks_max = 300;
export const notes_max = 50;

/** Everything the feed has told us. `null`: not told yet, which is not the same as none. */
export interface Live {
  readonly ticks: readonly Tick[];
  readonly overview: Overview | null;
  readonly practices: readonly Practice[] | null;
  readonly connectors: readonly Connector[] | null;
  readonly providers: readonly Provider[] | null;
  readonly notes: readonly Note[] | null;
  /** How often we were told that something changed in a practice's inbox. What changed is asked for: the feed names nobody. */
  readonly inboxes: Readonly<Record<string, number>>;
}

export const nothing: Live = {
  ticks: [],
  overview: null,
  practices: null,
  connectors: null,
  providers: null,
  notes: null,
  inboxes: {},
};

/** One frame of the feed: `event:` and the parsed `data:`. */
export type Frame =
  | { readonly name: 'history'; readonly data: readonly Tick[] }
  | { readonly name: 'tick'; readonly data: Tick }
  | { readonly name: 'overview'; readonly data: Overview }
  | { readonly name: 'practices'; readonly data: readonly Practice[] }
  | { readonly name: 'connectors'; readonly data: readonly Connector[] }
  | { readonly name: 'providers'; readonly data: readonly Provider[] }
  | { readonly name: 'notes'; readonly data: readonly Note[] }
  | { readonly name: 'note'; readonly data: Note }
  | { readonly name: 'inbox'; readonly data: { readonly practice: string } };

export const frame_names = [
  'history',
  'tick',
  'overview',
  'practices',
  'connectors',
  'providers',
  'notes',
  'note',
  'inbox',
] as const satisfies readonly Frame['name'][];

export function fold(live: Live, frame: Frame): Live {
  switch (frame.name) {
    case 'history':
      return { ...live, ticks: frame.data.slice(-ticks_max) };
    case 'tick':
      return { ...live, ticks: withTick(live.ticks, frame.data) };
    case 'overview':
      return { ...live, overview: frame.data };
    case 'practices':
      return { ...live, practices: frame.data };
    case 'connectors':
      return { ...live, connectors: frame.data };
    case 'providers':
      return { ...live, providers: frame.data };
    case 'notes':
      return { ...live, notes: frame.data.slice(0, notes_max) };
    case 'note':
      return { ...live, notes: withNote(live.notes ?? [], frame.data) };
    case 'inbox': {
      const { practice } = frame.data;
      return { ...live, inboxes: { ...live.inboxes, [practice]: (live.inboxes[practice] ?? 0) + 1 } };
    }
  }
}

/** After a resume the server may repeat a second we have: time never runs backwards on the chart. */
function withTick(ticks: readonly Tick[], tick: Tick): readonly Tick[] {
  const last = ticks.at(-1);
  if (last && tick.t < last.t) return ticks;
  if (last && tick.t === last.t) return [...ticks.slice(0, -1), tick];
  return [...ticks, tick].slice(-ticks_max);
}

function withNote(notes: readonly Note[], note: Note): readonly Note[] {
  const repeated = notes.some((n) => n.at === note.at && n.what === note.what && n.practice === note.practice);
  return repeated ? notes : [note, ...notes].slice(0, notes_max);
}

/** A frame from the wire, or nothing if it is not one we know or not JSON. */
export function frameOf(name: string, text: string): Frame | null {
  if (!(frame_names as readonly string[]).includes(name)) return null;
  try {
    return { name, data: JSON.parse(text) } as Frame;
  } catch {
    return null;
  }
}
