// Entries of the audit trail with their filters: the operators' page and the practices' are made of it.
import type { ComponentChildren } from 'preact';
import type { AuditEntry } from '../api/types';
import { useResource } from '../api/use_resource';
import { shortId } from '../format/format';
import { links, type AuditFilter } from '../route/links';
import { withQuery, type Query } from '../route/query';
import { Panel, When } from '../ui/bits';
import { DateField, Filters, optionsOf, SelectField, TextField, type Option } from '../ui/form';
import { Paging } from '../ui/paging';
import { Empty, Fetched } from '../ui/state';
import { Table, type Column } from '../ui/table';
import { audit_kinds } from '../words/audit_words';
import { actionOf, outcomeOf } from './entry';

interface Answer {
  readonly audit: readonly AuditEntry[];
  readonly next: string | null;
}
const rows_a_page = 50;
const objects_shown_max = 3;

export interface TrailProps {
  readonly path: '/ops/audit' | '/app/audit';
  readonly filter: AuditFilter;
  readonly practices: readonly Option[];
  /** What the choice of no practice is called. */
  readonly all: string;
  /** Beside the heading of the entries. */
  readonly more?: ComponentChildren;
  readonly lead: string;
}

export const filterIn = (query: Query): AuditFilter => ({
  practice: query['practice'] ?? '',
  user: query['user'] ?? '',
  kind: query['kind'] ?? '',
  since: query['since'] ?? '',
  until: query['until'] ?? '',
  before: query['before'] ?? '',
});

/** Of a page that is of one practice anyhow, that one isn't said again on every line. */
const columns = (path: TrailProps['path']): readonly Column<AuditEntry>[] => [
  { head: 'When', cell: (e) => <When at={e.at} /> },
  { head: 'Who', cell: (e) => <>{e.user} <span class="app-quiet">{e.role}</span></> },
  ...(path === '/ops/audit'
    ? [{ head: 'Practice', cell: (e: AuditEntry) => (e.practice === 'host' ? <span class="app-quiet">this host</span> : <a href={links.practice(e.practice)}>{e.practice}</a>) }]
    : []),
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

export function TrailFilters(p: Pick<TrailProps, 'path' | 'filter' | 'practices' | 'all'> & { clear: boolean }) {
  const { filter } = p;
  return (
    <Filters path={p.path} clear={p.clear}>
      {p.practices.length > 1 && <SelectField name="practice" label="Practice" all={p.all} options={p.practices} value={filter.practice ?? ''} />}
      <TextField name="user" label="User" hint="Their whole name here" value={filter.user ?? ''} width={20} />
      <SelectField name="kind" label="Kind" all="All kinds" options={optionsOf(audit_kinds)} value={filter.kind ?? ''} />
      <DateField name="since" label="From" value={filter.since ?? ''} />
      <DateField name="until" label="To" value={filter.until ?? ''} />
    </Filters>
  );
}

export function Trail(p: TrailProps) {
  const { before, ...filter } = p.filter;
  const answer = useResource<Answer>(withQuery('audit', { ...filter, before, limit: rows_a_page }), !before);
  const filtered = Object.entries(filter).some(([name, one]) => one !== '' && (name !== 'practice' || p.path === '/ops/audit'));
  const linked = p.path === '/ops/audit' ? links.audit : links.staff_audit;
  return (
    <Panel title={before ? 'Older entries' : filtered ? 'Entries found' : 'Newest entries'} lead={p.lead} more={p.more}>
      <Fetched of={answer} what="the audit trail">
        {(value) => (
          <>
            {value.audit.length === 0 ? (
              filtered ? <Empty title="No entry matches">Try fewer filters.</Empty> : <Empty title="No entries yet">Nobody has done or seen anything.</Empty>
            ) : (
              <Table<AuditEntry> caption="Audit entries, newest first" caption_hidden columns={columns(p.path)} rows={value.audit} row_key={(e) => `${e.practice} ${e.sequence}`} />
            )}
            <Paging newest={before ? linked(filter) : null} older={value.next ? linked({ ...filter, before: value.next }) : null} />
          </>
        )}
      </Fetched>
    </Panel>
  );
}
