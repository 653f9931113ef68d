// Where we are, as a signal. Ordinary links work: a click on one of ours changes the page without loading it anew.
import { signal } from '@preact/signals';
import { parseQuery, type Query } from './query';

export interface Place {
  readonly path: string;
  readonly query: Query;
  /** How often the path has changed: 0 means a fresh load, where focus stays where the browser put it. */
  readonly moves: number;
}

let root = '/ops';
/** An address that both apps have, in the one that runs. */
export const inThisApp = (path: string): string => root + path;
const here = (moves: number): Place => ({
  path: location.pathname.replace(/\/+$/, '') || root,
  query: parseQuery(location.search),
  moves,
});

export const place = signal<Place>({ path: root, query: {}, moves: 0 });

export function go(url: string): void {
  if (url === location.pathname + location.search) return;
  history.pushState(null, '', url);
  arrive();
}

function arrive(): void {
  const was = place.value;
  const now = here(was.moves);
  const moved = now.path !== was.path;
  place.value = moved ? { ...now, moves: was.moves + 1 } : now;
  if (moved) window.scrollTo(0, 0);
}

/** Called once, by the composition root. @param of all addresses below it are this program's; others are loaded anew. */
export function startRouting(of = '/ops'): void {
  root = of;
  place.value = here(0);
  addEventListener('popstate', arrive);
  document.addEventListener('click', (event) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = (event.target as Element | null)?.closest('a');
    if (!link || link.target || link.hasAttribute('download') || link.origin !== location.origin) return;
    if (link.pathname !== root && !link.pathname.startsWith(`${root}/`)) return;
    if (link.hash && link.pathname === location.pathname) return; // the skip link and its like
    event.preventDefault();
    go(link.pathname + link.search);
  });
}

/** `/ops/practices/:id` against a path: the named parts, or nothing. */
export function match(pattern: string, path: string): Readonly<Record<string, string>> | null {
  const wanted = pattern.split('/');
  const found = path.split('/');
  if (wanted.length !== found.length) return null;
  const parts: Record<string, string> = {};
  for (const [i, want] of wanted.entries()) {
    const part = found[i] ?? '';
    if (want.startsWith(':')) {
      if (part === '') return null;
      try {
        parts[want.slice(1)] = decodeURIComponent(part);
      } catch {
        return null;
      }
    } else if (want !== part) {
      return null;
    }
  }
  return parts;
}
