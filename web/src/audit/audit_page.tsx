import type { AuditEntry } from '../api/types';
import { useResource } from '../api/use_resource';
import { shortId } from '../format/format';
import { practices } from '../live/live';
import { links } from '../route/links';
import { withQuery } from '../route/query';
import { place } from '../route/route';
import { Panel, When } from '../ui/bits';
import { Filters, SelectField, TextField } from '../ui/form';
import { Page } from '../ui/page';
import { Paging } from '../ui/paging';
import { Empty, Fetched } from '../ui/state';
import { Table, type Column } from '../ui/table';
import { actionOf, outcomeOf } from './entry';

interface Answer {
  readonly audit: readonly AuditEntry[];
  readonly next: string | null;
}
const rows_a_page = 50;
const objects_shown_max = 3;

const columns: readonly Column<AuditEntry>[] = [
  { head: 'When', cell: (e) => <When at={e.at} /> },
  { head: 'Who', cell: (e) => <>{e.user} <span class="app-quiet">{e.role}</span></> },
  { head: 'Practice', cell: (e) => (e.practice === 'host' ? <span class="app-quiet">this host</span> : <a href={links.practice(e.practice)}>{e.practice}</a>) },
  { head: 'What', cell: (e) => <span class="app-name">{actionOf(e)}{e.reason && <span class="app-why">{e.reason}</span>}</span> },
  { head: 'About', cell: (e) => <About entry={e} /> },
  { head: 'Outcome', cell: (e) => outcomeOf(e.outcome) },
];

function About(p: { entry: AuditEntry }) {
  const { action, objects } = p.entry;
  if (objects.length === 0) return <span class="app-quiet">–</span>;
  const messages = action.includes('/messages');
  return (
    <>
      {objects.slice(0, objects_shown_max).map((id, i) => (
        <span key={id}>
          {i > 0 && ', '}
          {messages && !id.startsWith('practice ') ? <a class="app-mono" href={links.message(id)}>{shortId(id)}</a> : <span class="app-mono">{shortId(id)}</span>}
        </span>
      ))}
      {objects.length > objects_shown_max && <span class="app-quiet"> and {objects.length - objects_shown_max} more</span>}
    </>
  );
}

export function AuditPage(_p: { parts: Readonly<Record<string, string>> }) {
  const { query } = place.value;
  const filter = { practice: query['practice'] ?? '', user: query['user'] ?? '' };
  const before = query['before'] ?? '';
  const answer = useResource<Answer>(withQuery('audit', { ...filter, before, limit: rows_a_page }), before === '');
  const filtered = filter.practice !== '' || filter.user !== '';
  return (
    <Page title="Audit trail" lead="What people did here, and whose data they were shown. Each line was on disk before they got their answer; nobody can change it unnoticed.">
      <Filters path="/ops/audit" clear={filtered}>
        <SelectField name="practice" label="Practice" all="All practices" options={[{ value: 'host', text: 'This host' }, ...(practices.value ?? []).map((p) => ({ value: p.id, text: `${p.name} (${p.id})` }))]} value={filter.practice} />
        <TextField name="user" label="User" hint="Their whole name here" value={filter.user} width={20} />
      </Filters>
      <Panel title={before ? 'Older entries' : filtered ? 'Entries found' : 'Newest entries'} lead="The newest 20,000 are here. `tidings audit` shows, exports and verifies all of them.">
        <Fetched of={answer} what="the audit trail">
          {(value) => (
            <>
              {value.audit.length === 0 ? (
                filtered ? <Empty title="No entry matches">Try fewer filters.</Empty> : <Empty title="No entries yet">Nobody has done or seen anything.</Empty>
              ) : (
                <Table<AuditEntry> caption="Audit entries, newest first" caption_hidden columns={columns} rows={value.audit} row_key={(e) => `${e.practice} ${e.sequence}`} />
              )}
              <Paging newest={before ? links.audit(filter) : null} older={value.next ? links.audit({ ...filter, before: value.next }) : null} />
            </>
          )}
        </Fetched>
      </Panel>
    </Page>
  );
}
