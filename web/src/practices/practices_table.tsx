import type { Practice } from '../api/types';
import { Ago, Count } from '../ui/bits';
import { StateTag } from '../ui/tag';
import { Table, type Column } from '../ui/table';
import { links } from '../route/links';
import type { Sort } from '../route/query';
import { connector_states, practice_states } from '../words/practice_words';

/** What a column sorts by. */
export function practiceValue(p: Practice, key: string): string | number | null {
  switch (key) {
    case 'name': return p.name;
    case 'state': return p.state;
    case 'connector': return p.connector_state;
    case 'queued': return p.queued;
    case 'sent': return p.all.sent;
    case 'delivered': return p.all.delivered;
    case 'failed': return p.all.failed;
    case 'staff_items': return p.staff_items;
    case 'last_read_at': return p.last_read_at === null ? null : Date.parse(p.last_read_at);
    default: return null;
  }
}

const columns: readonly Column<Practice>[] = [
  {
    head: 'Practice',
    sort: 'name',
    cell: (p) => (
      <span class="app-name">
        <a href={links.practice(p.id)}>{p.name}</a> <span class="app-quiet">{p.id}</span>
        {p.state !== 'up' && (p.trouble || p.connector_reason) && <span class="app-why">{p.trouble || p.connector_reason}</span>}
      </span>
    ),
  },
  { head: 'State', sort: 'state', cell: (p) => <StateTag words={practice_states} state={p.state} /> },
  { head: 'Connector', sort: 'connector', cell: (p) => <StateTag words={connector_states} state={p.connector_state} /> },
  { head: 'Waiting', sort: 'queued', numeric: true, cell: (p) => <Count n={p.queued} href={links.messages({ practice: p.id, state: 'accepted' })} what={`messages waiting at ${p.name}`} /> },
  { head: 'Sent', sort: 'sent', numeric: true, cell: (p) => <Count n={p.all.sent} href={links.messages({ practice: p.id })} what={`messages sent for ${p.name}`} /> },
  { head: 'Delivered', sort: 'delivered', numeric: true, cell: (p) => <Count n={p.all.delivered} href={links.messages({ practice: p.id, state: 'delivered' })} what={`messages delivered for ${p.name}`} /> },
  { head: 'Failed', sort: 'failed', numeric: true, cell: (p) => <Count n={p.all.failed} href={links.messages({ practice: p.id, state: 'permanent_failure' })} what={`messages failed for ${p.name}`} /> },
  { head: 'Staff items', sort: 'staff_items', numeric: true, cell: (p) => <Count n={p.staff_items} href={links.staff_items({ practice: p.id })} what={`staff items at ${p.name}`} /> },
  { head: 'Last read', sort: 'last_read_at', cell: (p) => <Ago at={p.last_read_at} /> },
];

export function PracticesTable(p: { rows: readonly Practice[]; caption: string; sorted_by?: Sort | null; sort_link?: (key: string) => string }) {
  return (
    <Table<Practice>
      caption={p.caption}
      caption_hidden
      columns={columns}
      rows={p.rows}
      row_key={(row) => row.id}
      {...(p.sort_link ? { sort_link: p.sort_link, sorted_by: p.sorted_by ?? null } : {})}
    />
  );
}
