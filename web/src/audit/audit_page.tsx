import { practices } from '../live/live';
import { place } from '../route/route';
import { Page } from '../ui/page';
import { filterIn, Trail, TrailFilters } from './trail';

export function AuditPage(_p: { parts: Readonly<Record<string, string>> }) {
  const filter = filterIn(place.value.query);
  const choices = [{ value: 'host', text: 'This host' }, ...(practices.value ?? []).map((p) => ({ value: p.id, text: `${p.name} (${p.id})` }))];
  const frame = { path: '/ops/audit', filter, practices: choices, all: 'All practices' } as const;
  const clear = Object.entries(filter).some(([name, value]) => name !== 'before' && value !== '');
  return (
    <Page title="Audit trail" lead="What people did here, and whose data they were shown. Each line was on disk before they got their answer; nobody can change it unnoticed.">
      <TrailFilters {...frame} clear={clear} />
      <Trail {...frame} lead="The newest 20,000 are here. `tidings audit` shows, exports and verifies all of them." />
    </Page>
  );
}
