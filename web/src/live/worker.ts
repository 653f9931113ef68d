// One stream for all tabs of this browser: HTTP/1.1 allows six connections to one origin, and a seventh tab with a
// stream of its own would hang for ever.
import type { ToPage, ToWorker } from './link';
import { openStream, type Stream } from './stream';

const scope = self as unknown as SharedWorkerGlobalScope;
const pages = new Set<MessagePort>();
let stream: Stream | null = null;

const tellAll = (what: ToPage): void => {
  for (const page of pages) page.postMessage(what);
};

scope.onconnect = (event) => {
  const page = event.ports[0];
  if (!page) return;
  page.onmessage = (message: MessageEvent<ToWorker>) => {
    if (message.data === 'again') {
      stream?.again();
      if (stream) page.postMessage({ kind: 'state', state: stream.state() } satisfies ToPage);
      return;
    }
    if (message.data === 'bye') {
      pages.delete(page);
      if (pages.size === 0) {
        stream?.close();
        stream = null;
      }
      return;
    }
    pages.add(page);
    stream ??= openStream(
      (frame) => tellAll({ kind: 'frame', frame }),
      (state) => tellAll({ kind: 'state', state }),
    );
    page.postMessage({ kind: 'all', live: stream.live(), state: stream.state() } satisfies ToPage);
  };
};
