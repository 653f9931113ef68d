/** Newest first lists: go on to older rows, or back to the top. The browser's Back button does the rest. */
export function Paging(p: { newest: string | null; older: string | null }) {
  if (!p.newest && !p.older) return null;
  return (
    <nav class="app-paging" aria-label="Pages">
      {p.newest && <a href={p.newest}>Back to the newest</a>}
      {p.older && <a href={p.older} rel="next">Older</a>}
    </nav>
  );
}
