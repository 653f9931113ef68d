import type { Parked } from '../api/types';
import { useResource } from '../api/use_resource';
import { counted, number, plain, shortId } from '../format/format';
import { practices } from '../live/live';
import { links } from '../route/links';
import { withQuery } from '../route/query';
import { place } from '../route/route';
import { Action } from '../ui/action';
import { Panel, When } from '../ui/bits';
import { Filters, SelectField } from '../ui/form';
import { Page } from '../ui/page';
import { Empty, Fetched } from '../ui/state';
import { Table, type Column } from '../ui/table';

interface Answer {
  readonly parked: readonly Parked[];
}

/** More rows than anybody deals with at once only make the page slow. */
const rows_shown_max = 100;

const act = (p: Parked, what: string): string => withQuery(`parked/${encodeURIComponent(p.id)}/${what}`, { practice: p.practice });

const columns = (reload: () => void): readonly Column<Parked>[] => [
  { head: 'Parked', cell: (p) => <When at={p.at} /> },
  { head: 'Practice', cell: (p) => <a href={links.practice(p.practice)}>{p.practice}</a> },
  { head: 'Kind', cell: (p) => plain(p.kind) },
  { head: 'Why', cell: (p) => <span class="app-name">{p.reason}</span> },
  { head: 'Tries', numeric: true, cell: (p) => number(p.tries) },
  {
    head: 'What to do',
    cell: (p) => (
      <span class="app-row">
        <Action label="Retry" about={`item ${shortId(p.id)}`} path={act(p, 'retry')} done="Being tried again." onDone={reload} />
        <Action label="Discard" about={`item ${shortId(p.id)}`} path={act(p, 'discard')} done="Discarded." onDone={reload} confirm="It can’t be brought back." secondary />
      </span>
    ),
  },
];

export function ParkedPage(_p: { parts: Readonly<Record<string, string>> }) {
  const practice = place.value.query['practice'] ?? '';
  const answer = useResource<Answer>(withQuery('parked', { practice }));
  return (
    <Page title="Parked items" lead="Work that made its handler fail 5 times is set aside here, so that the rest moves on. Once the cause is mended, retry it. Nothing here is lost.">
      <Filters path="/ops/parked" clear={practice !== ''}>
        <SelectField name="practice" label="Practice" all="All practices" options={(practices.value ?? []).map((p) => ({ value: p.id, text: `${p.name} (${p.id})` }))} value={practice} />
      </Filters>
      <Fetched of={answer} what="parked items">
        {(value) => (
          <Panel
            title={value.parked.length === 0 ? 'Nothing is parked' : counted(value.parked.length, 'item')}
            lead={value.parked.length > rows_shown_max ? `The first ${rows_shown_max} are shown.` : undefined}
          >
            {value.parked.length === 0 ? (
              <Empty title="Nothing is parked">This is how it should be.</Empty>
            ) : (
              <Table<Parked> caption="Parked items" caption_hidden columns={columns(answer.reload)} rows={value.parked.slice(0, rows_shown_max)} row_key={(p) => p.id} />
            )}
          </Panel>
        )}
      </Fetched>
    </Page>
  );
}
