// The page's end of the live feed: signals that components read.
import { batch, computed, signal } from '@preact/signals';
import { fold, nothing, type Live } from './fold';
import type { LinkState, ToPage, ToWorker } from './link';
import { openStream } from './stream';
import worker_url from './worker.ts?sharedworker&url';

const received = signal<Live>(nothing);
const frozen = signal<Live | null>(null);
const link = signal<LinkState>('connecting');

/** What the page shows: the latest, or what it was when the user pressed Pause. */
export const live = computed<Live>(() => frozen.value ?? received.value);
export const link_state = computed<LinkState>(() => link.value);
export const paused = computed<boolean>(() => frozen.value !== null);
export const last_tick = computed(() => live.value.ticks.at(-1) ?? null);
export const overview = computed(() => live.value.overview);
export const practices = computed(() => live.value.practices);
export const connectors = computed(() => live.value.connectors);
export const providers = computed(() => live.value.providers);
export const notes = computed(() => live.value.notes);
/** The broker's clock, in ms: ages on screen don't depend on this computer's. */
export const now_ms = computed(() => (last_tick.value ? last_tick.value.t * 1000 : Date.now()));

export function pause(): void {
  frozen.value = received.value;
}
export function resume(): void {
  frozen.value = null;
}

let again: () => void = () => undefined;
/** Try at once: after a sign-in, or when the user asks. */
export const lookAgain = (): void => again();
/** An API call came back with 401. */
export function sessionEnded(): void {
  link.value = 'signed_out';
}

/** `require-trusted-types-for 'script'` refuses a plain string: only this one worker may be made. */
function trusted(url: string): string {
  const factory = (window as unknown as { trustedTypes?: TrustedTypesFactory }).trustedTypes;
  if (!factory) return url;
  const policy = factory.createPolicy('app', {
    createScriptURL: (asked) => {
      if (asked !== worker_url) throw new TypeError(`not our worker: ${asked}`);
      return asked;
    },
  });
  return policy.createScriptURL(url) as unknown as string;
}
interface TrustedTypesFactory {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): object };
}

/** Called once, by the composition root. */
export function connect(): void {
  if ('SharedWorker' in window) connectWorker();
  else connectHere();
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') again();
  });
}

function connectWorker(): void {
  const { port } = new SharedWorker(trusted(worker_url), { type: 'module', name: 'tidings-live' });
  const tell = (what: ToWorker): void => port.postMessage(what);
  port.onmessage = (message: MessageEvent<ToPage>) => {
    const what = message.data;
    batch(() => {
      if (what.kind === 'frame') received.value = fold(received.value, what.frame);
      if (what.kind === 'all') received.value = what.live;
      if (what.kind !== 'frame') link.value = what.state;
    });
  };
  tell('hello');
  again = () => tell('again');
  addEventListener('pagehide', () => tell('bye'));
  addEventListener('pageshow', (event) => {
    if (event.persisted) tell('hello');
  });
}

function connectHere(): void {
  const stream = openStream(
    (frame) => {
      received.value = fold(received.value, frame);
    },
    (state) => {
      link.value = state;
    },
  );
  again = () => stream.again();
}
