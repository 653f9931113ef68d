// Numbers and addresses that want nothing, or not some kinds, any more.
import type { OptOut, OptOuts } from '../api/staff_types';
import { useResource } from '../api/use_resource';
import { counted } from '../format/format';
import { practices } from '../live/live';
import { links } from '../route/links';
import { withQuery } from '../route/query';
import { place } from '../route/route';
import { Panel, When } from '../ui/bits';
import { Page } from '../ui/page';
import { Paging } from '../ui/paging';
import { chosenPractice, nameOf, PracticeChoice } from '../ui/practice_choice';
import { Reveal } from '../ui/reveal';
import { Empty, Fetched } from '../ui/state';
import { TakeAway } from '../ui/take_away';
import { Table, type Column } from '../ui/table';
import { nameFor } from '../words/look_up';
import { channel_names, kind_names, wish_told } from '../words/staff_words';

const rows_a_page = 50;
const quiet_ms = 30_000;

export function OptOutsPage() {
  const { query } = place.value;
  const practice = chosenPractice(query['practice'] ?? '', practices.value);
  const before = query['before'] ?? '';
  return (
    <Page title={practice ? `Opt-outs at ${nameOf(practice)}` : 'Opt-outs'} lead="Who said that they want no more messages. Nothing goes to these numbers and addresses, whatever asks for it. Patients opt in again by texting START, or staff take it down on the patient’s page.">
      <PracticeChoice path="/app/opt-outs" value={practice} />
      {practice === '' ? <Panel title="Choose a practice"><p>Opt-outs are shown for one practice at a time.</p></Panel> : <List key={practice + before} practice={practice} before={before} />}
    </Page>
  );
}

function List(p: { practice: string; before: string }) {
  const query = { practice: p.practice, before: p.before, limit: rows_a_page };
  const answer = useResource<OptOuts>(withQuery('opt-outs', query), p.before === '', quiet_ms);
  return (
    <Fetched of={answer} what="the opt-outs">
      {(value) => (
        <Panel title={value.numbers === 0 ? 'Nobody has opted out' : `${counted(value.numbers, 'number or address has', 'numbers and addresses have')} opted out`} lead="The latest first.">
          {value.rows.length === 0 ? (
            <Empty title="Nothing to list">A number is listed here when it texts STOP, or when staff take it down.</Empty>
          ) : (
            <>
              <Rows rows={value.rows} practice={p.practice} />
              <Paging newest={p.before ? links.opt_outs({ practice: p.practice }) : null} older={value.next ? links.opt_outs({ practice: p.practice, before: value.next }) : null} />
              <Reveal what="whole numbers">{(reason) => <Whole path={withQuery('opt-outs', { ...query, reveal: 1, reason })} practice={p.practice} />}</Reveal>
              <TakeAway path={withQuery('opt-outs/csv', { practice: p.practice })} name={`opt-outs-${p.practice}.csv`} what="whole numbers and addresses" />
            </>
          )}
        </Panel>
      )}
    </Fetched>
  );
}

/** It stands still, since each showing is kept in the audit trail. */
function Whole(p: { path: string; practice: string }) {
  const answer = useResource<OptOuts>(p.path, 'reveal');
  return <Fetched of={answer} what="whole numbers">{(value) => <Rows rows={value.rows} practice={p.practice} whole />}</Fetched>;
}

export function Rows(p: { rows: readonly OptOut[]; practice: string; whole?: boolean }) {
  const columns: readonly Column<OptOut>[] = [
    { head: 'Number or address', cell: (row) => <span class="app-mono">{numberOf(row, p.whole === true)}</span> },
    { head: 'Wants no more', cell: (row) => `${nameFor(channel_names, row.channel)}${row.kinds.length > 0 ? ` of these kinds: ${row.kinds.map((kind) => nameFor(kind_names, kind)).join(', ')}` : ''}` },
    { head: 'Since', cell: (row) => <When at={row.at} /> },
    { head: 'How', cell: (row) => (row.by === 'reply' ? 'by their own text' : `taken down by ${row.by}${row.told !== 'unknown' ? `: ${nameFor(wish_told, row.told).toLowerCase()}` : ''}`) },
    { head: 'Patient', cell: (row) => (row.patient ? <a href={links.patient(p.practice, row.patient)}>Their page<span class="nhsuk-u-visually-hidden"> (number {row.number})</span></a> : '–') },
  ];
  return <Table<OptOut> caption={p.whole ? 'Who opted out, with whole numbers' : 'Who opted out'} caption_hidden columns={columns} rows={p.rows} row_key={(row) => String(row.sequence)} />;
}

function numberOf(row: OptOut, whole: boolean): string {
  if (row.number === '') return 'erased';
  if (!whole) return `ending ${row.number.replace('…', '')}`;
  return row.channel === 'email' ? row.number : `+${row.number}`;
}
