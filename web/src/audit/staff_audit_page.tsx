// A practice's own audit trail, for those of its people who may read it.
import { useMay } from '../api/may';
import { practices } from '../live/live';
import { withQuery } from '../route/query';
import { place } from '../route/route';
import { Panel } from '../ui/bits';
import { Page } from '../ui/page';
import { chosenPractice, nameOf } from '../ui/practice_choice';
import { filterIn, Trail, TrailFilters } from './trail';

export function StaffAuditPage(_p: { parts: Readonly<Record<string, string>> }) {
  const { query } = place.value;
  const practice = chosenPractice(query['practice'] ?? '', practices.value);
  const filter = { ...filterIn(query), practice };
  const choices = [...(practices.value ?? [])].sort((a, b) => a.id.localeCompare(b.id)).map((p) => ({ value: p.id, text: `${p.name} (${p.id})` }));
  const frame = { path: '/app/audit', filter, practices: choices, all: 'Choose a practice' } as const;
  const { before: _before, ...kept } = filter;
  const clear = Object.entries(kept).some(([name, value]) => name !== 'practice' && value !== '');
  const allowed = useMay('GET', 'audit');
  return (
    <Page title={practice ? `Audit trail of ${nameOf(practice)}` : 'Audit trail'} lead="Who did what at this practice, when, and whose data they were shown. Each line was on disk before they got their answer; nobody can change it unnoticed.">
      {!allowed ? (
        <Panel title="Not for your role"><p>Administrators of the practice, and users with full access, read its audit trail. Ask one of them.</p></Panel>
      ) : (
        <>
          <TrailFilters {...frame} clear={clear} />
          {practice === '' ? (
            <Panel title="Choose a practice"><p>The trail is shown for one practice at a time.</p></Panel>
          ) : (
            <Trail key={practice} {...frame} lead="Of all practices together the newest 20,000 entries are here. Older ones: ask whoever runs Tidings." more={<a href={`/api/v1/${withQuery('audit/csv', kept)}`} download={`audit-${practice}.csv`}>Download as CSV</a>} />
          )}
        </>
      )}
    </Page>
  );
}
