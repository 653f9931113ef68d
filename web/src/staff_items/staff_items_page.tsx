import type { StaffItem } from '../api/types';
import { useResource } from '../api/use_resource';
import { counted, sentence, shortId } from '../format/format';
import { practices } from '../live/live';
import { staffFirst } from '../replies/order';
import { links } from '../route/links';
import { withQuery } from '../route/query';
import { place } from '../route/route';
import { Action } from '../ui/action';
import { Panel, When } from '../ui/bits';
import { Filters, SelectField } from '../ui/form';
import { Page } from '../ui/page';
import { Empty, Fetched } from '../ui/state';
import { Table, type Column } from '../ui/table';
import { Tag } from '../ui/tag';

interface Answer {
  readonly staff_items: readonly StaffItem[];
}

/** More rows than anybody deals with at once only make the page slow. */
const rows_shown_max = 100;

const columns = (reload: () => void): readonly Column<StaffItem>[] => [
  { head: 'Since', cell: (i) => <When at={i.at} /> },
  { head: 'Practice', cell: (i) => <a href={links.practice(i.practice)}>{i.practice}</a> },
  { head: 'Why a person', cell: (i) => <span class="app-name">{i.urgent && <><Tag colour="red">Urgent</Tag> </>}{sentence(i.reason)}</span> },
  { head: 'About', cell: (i) => (i.message ? <a href={links.message(i.message)}>Message {shortId(i.message)}</a> : i.reply ? <a href={links.replies({ practice: i.practice })}>a reply</a> : '–') },
  {
    head: 'What to do',
    cell: (i) => <Action label="Done" about={`with item ${shortId(i.id)} at ${i.practice}`} path={withQuery(`staff-items/${encodeURIComponent(i.id)}/done`, { practice: i.practice })} done="Done." onDone={reload} secondary />,
  },
];

export function StaffItemsPage(_p: { parts: Readonly<Record<string, string>> }) {
  const practice = place.value.query['practice'] ?? '';
  const answer = useResource<Answer>(withQuery('staff-items', { practice }));
  return (
    <Page title="Staff items" lead="What only a person should decide: replies that could mean more than one thing, and changes the clinical system would not take. The practice’s staff deal with them, then mark them done.">
      <Filters path="/ops/staff-items" clear={practice !== ''}>
        <SelectField name="practice" label="Practice" all="All practices" options={(practices.value ?? []).map((p) => ({ value: p.id, text: `${p.name} (${p.id})` }))} value={practice} />
      </Filters>
      <Fetched of={answer} what="staff items">
        {(value) => (
          <Panel
            title={value.staff_items.length === 0 ? 'Nothing waits' : `${counted(value.staff_items.length, 'item')}, urgent first`}
            lead={value.staff_items.length > rows_shown_max ? `The first ${rows_shown_max} are shown. Choose a practice to see fewer; the others move up as these are done.` : undefined}
          >
            {value.staff_items.length === 0 ? (
              <Empty title="Nothing waits for a person">New items appear here within a second.</Empty>
            ) : (
              <Table<StaffItem> caption="Staff items, urgent first" caption_hidden columns={columns(answer.reload)} rows={staffFirst(value.staff_items).slice(0, rows_shown_max)} row_key={(i) => i.id} />
            )}
          </Panel>
        )}
      </Fetched>
    </Page>
  );
}
