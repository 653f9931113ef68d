// What a practice's months come to: messages, answers, appointments, money.
import type { Report, ReportFigures, ReportKind, ReportReason } from '../api/staff_types';
import { useResource } from '../api/use_resource';
import { isMonth, londonMonth, monthName, monthsBack } from '../fft/figures';
import { number, percent, pounds, sentence } from '../format/format';
import { now_ms, practices } from '../live/live';
import { withQuery } from '../route/query';
import { place } from '../route/route';
import { Facts, Panel } from '../ui/bits';
import { Filters, SelectField } from '../ui/form';
import { Page } from '../ui/page';
import { chosenPractice, nameOf } from '../ui/practice_choice';
import { Empty, Fetched } from '../ui/state';
import { Table, type Column } from '../ui/table';
import { nameFor } from '../words/look_up';
import { kind_names } from '../words/staff_words';

const months_shown = 24;
const quiet_ms = 30_000;

export function ReportsPage() {
  const { query } = place.value;
  const practice = chosenPractice(query['practice'] ?? '', practices.value);
  const this_month = londonMonth(now_ms.value);
  const from = isMonth(query['from'] ?? '') ? (query['from'] ?? '') : this_month;
  const asked_to = isMonth(query['to'] ?? '') ? (query['to'] ?? '') : this_month;
  const to = asked_to < from ? from : asked_to;
  const months = monthsBack(this_month, months_shown).map((one) => ({ value: one, text: monthName(one) }));
  const all = [...(practices.value ?? [])].sort((a, b) => a.id.localeCompare(b.id)).map((row) => ({ value: row.id, text: `${row.name} (${row.id})` }));
  return (
    <Page title={practice ? `Reports of ${nameOf(practice)}` : 'Reports'} lead={`What was sent, answered and saved, ${rangeName(from, to)}.`}>
      <Filters path="/app/reports" clear={false}>
        <SelectField name="practice" label="Practice" all="Choose a practice" options={all} value={practice} />
        <SelectField name="from" label="From" all="This month" options={months} value={query['from'] ?? ''} />
        <SelectField name="to" label="To" all="This month" options={months} value={query['to'] ?? ''} />
      </Filters>
      {practice === '' ? <Panel title="Choose a practice"><p>Reports are of one practice at a time.</p></Panel> : <Months key={practice + from + to} practice={practice} from={from} to={to} />}
    </Page>
  );
}

const rangeName = (from: string, to: string): string => (from === to ? `in ${monthName(from)}` : `from ${monthName(from)} to ${monthName(to)}`);

function Months(p: { practice: string; from: string; to: string }) {
  const path = `reports/${encodeURIComponent(p.practice)}`;
  const range = { from: p.from, to: p.to };
  const answer = useResource<Report>(withQuery(path, range), true, quiet_ms);
  const csv = `/api/v1/${withQuery(`${path}/csv`, range)}`;
  return (
    <Fetched of={answer} what="the report">
      {(value) =>
        value.months.length === 0 ? (
          <Panel title="Nothing happened"><Empty title="Nothing in these months">{value.first ? `The first month of which anything is known is ${monthName(value.first)}.` : 'Nothing is known of this practice yet.'}</Empty></Panel>
        ) : (
          <>
            <Panel title={sentence(rangeName(p.from, p.to))} more={<a href={csv} download={`report-${p.practice}-${p.from}-${p.to}.csv`}>Download as CSV</a>}>
              <Summary figures={value.total} hours={value.reusable_hours} />
            </Panel>
            <Panel title="Messages by kind"><Kinds figures={value.total} /></Panel>
            {value.total.failures.length > 0 && <Panel title="Why messages failed"><Failures rows={value.total.failures} /></Panel>}
            {value.months.length > 1 && <Panel title="Month by month"><ByMonth rows={value.months} /></Panel>}
            <p class="app-hint">These figures are counted from the broker’s log as things happen, and are the same after a restart: each in the month in which it happened, London time. A message sent on the last of a month may be delivered in the next. Costs are by the prices in force when a message went; they are no invoice.</p>
          </>
        )
      }
    </Fetched>
  );
}

export function Summary(p: { figures: ReportFigures; hours: number }) {
  const { figures } = p;
  const { all } = figures;
  return (
    <>
      <p class="app-fft__figures">
        <span><strong>{number(all.sent)}</strong> sent</span>
        <span><strong>{all.sent === 0 ? '–' : percent(Math.min(1, all.delivered / all.sent))}</strong> delivered</span>
        <span><strong>{number(figures.reusable)}</strong> {figures.reusable === 1 ? 'appointment' : 'appointments'} saved</span>
        <span><strong>{number(figures.did_not_attend)}</strong> did not attend</span>
        <span><strong>{pounds(all.pence)}</strong> spent</span>
      </p>
      <Facts
        rows={[
          ['Replies', number(figures.replies)],
          ['Confirmed by text', number(figures.confirmed)],
          ['Cancelled by text', `${number(figures.cancelled)}, of which ${number(figures.reusable)} at least ${p.hours} hours before the start: somebody else can have the appointment`],
          ['Opted out', `${number(figures.opted_out)}${figures.opted_in > 0 ? `; opted in again: ${number(figures.opted_in)}` : ''}`],
          ['Not sent by a rule', `${number(figures.suppressed)}: no mobile, no consent, too late or the like`],
        ]}
      />
    </>
  );
}

const columns: readonly Column<ReportKind>[] = [
  { head: 'Kind', cell: (row) => (row.kind === 'all' ? <strong>All</strong> : sentence(nameFor(kind_names, row.kind))) },
  { head: 'Asked for', numeric: true, cell: (row) => number(row.accepted) },
  { head: 'Sent', numeric: true, cell: (row) => number(row.sent) },
  { head: 'Delivered', numeric: true, cell: (row) => number(row.delivered) },
  { head: 'Failed', numeric: true, cell: (row) => number(row.failed) },
  { head: 'Expired', numeric: true, cell: (row) => number(row.expired) },
  { head: 'Cancelled', numeric: true, cell: (row) => number(row.cancelled) },
  { head: 'Parts paid', numeric: true, cell: (row) => number(row.segments) },
  { head: 'Cost', numeric: true, cell: (row) => pounds(row.pence) },
];

export function Kinds(p: { figures: ReportFigures }) {
  return <Table<ReportKind> caption="Messages by kind" caption_hidden columns={columns} rows={[...p.figures.kinds, p.figures.all]} row_key={(row) => row.kind} />;
}

const failure_columns: readonly Column<ReportReason>[] = [
  { head: 'Reason', cell: (row) => sentence(row.reason) },
  { head: 'Messages', numeric: true, cell: (row) => number(row.messages) },
];

export function Failures(p: { rows: readonly ReportReason[] }) {
  return <Table<ReportReason> caption="Why messages failed" caption_hidden columns={failure_columns} rows={p.rows} row_key={(row) => row.reason} />;
}

const month_columns: readonly Column<ReportFigures>[] = [
  { head: 'Month', cell: (row) => monthName(row.month) },
  { head: 'Sent', numeric: true, cell: (row) => number(row.all.sent) },
  { head: 'Delivered', numeric: true, cell: (row) => number(row.all.delivered) },
  { head: 'Failed', numeric: true, cell: (row) => number(row.all.failed) },
  { head: 'Confirmed', numeric: true, cell: (row) => number(row.confirmed) },
  { head: 'Cancelled by text', numeric: true, cell: (row) => number(row.cancelled) },
  { head: 'Saved', numeric: true, cell: (row) => number(row.reusable) },
  { head: 'Did not attend', numeric: true, cell: (row) => number(row.did_not_attend) },
  { head: 'Cost', numeric: true, cell: (row) => pounds(row.all.pence) },
];

export function ByMonth(p: { rows: readonly ReportFigures[] }) {
  return <Table<ReportFigures> caption="Month by month" caption_hidden columns={month_columns} rows={p.rows} row_key={(row) => row.month} />;
}
