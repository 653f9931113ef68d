// How the page stands to the broker, and the words between a page and the shared worker.
import type { Frame, Live } from './fold';

/**
 * `connecting`: no answer yet. `live`: frames arrive. `reconnecting`: the connection broke and is being tried again.
 * `delayed`: the stream is silent or blocked, figures are fetched every few seconds. `signed_out`: a 401.
 */
export type LinkState = 'connecting' | 'live' | 'reconnecting' | 'delayed' | 'signed_out';

export type ToPage =
  | { readonly kind: 'all'; readonly live: Live; readonly state: LinkState }
  | { readonly kind: 'frame'; readonly frame: Frame }
  | { readonly kind: 'state'; readonly state: LinkState };

/** `again`: the user asked, or came back to the tab. */
export type ToWorker = 'hello' | 'bye' | 'again';
