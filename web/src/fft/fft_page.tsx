// The Friends and Family Test: a month's answers, as the monthly submission asks for them.
import type { FftFigures, FftRow } from '../api/inbox_types';
import { useResource } from '../api/use_resource';
import { counted, number, percent } from '../format/format';
import { now_ms, practices } from '../live/live';
import { withQuery } from '../route/query';
import { place } from '../route/route';
import { Allowed } from '../ui/allowed';
import { Panel } from '../ui/bits';
import { Filters, SelectField } from '../ui/form';
import { Page } from '../ui/page';
import { chosenPractice, nameOf } from '../ui/practice_choice';
import { Empty, Fetched } from '../ui/state';
import { Table, type Column } from '../ui/table';
import { fft_methods, fft_scores } from '../words/inbox_words';
import { nameFor } from '../words/look_up';
import { goodShare, isMonth, londonMonth, monthName, monthsBack, poorShare } from './figures';
import { PaperForm } from './paper_form';

const months_shown = 13; // a year and the same month before it

export function FftPage() {
  const { query } = place.value;
  const practice = chosenPractice(query['practice'] ?? '', practices.value);
  const this_month = londonMonth(now_ms.value);
  const month = isMonth(query['month'] ?? '') ? (query['month'] ?? '') : this_month;
  const months = monthsBack(this_month, months_shown).map((one) => ({ value: one, text: monthName(one) }));
  const all = [...(practices.value ?? [])].sort((a, b) => a.id.localeCompare(b.id)).map((row) => ({ value: row.id, text: `${row.name} (${row.id})` }));
  return (
    <Page title="Friends and Family Test" lead={`How patients found their appointments${practice ? ` at ${nameOf(practice)}` : ''}, in ${monthName(month)}. Answers are counted without names.`}>
      <Filters path="/app/fft" clear={false}>
        <SelectField name="practice" label="Practice" all="Choose a practice" options={all} value={practice} />
        <SelectField name="month" label="Month" all="This month" options={months} value={query['month'] ?? ''} />
      </Filters>
      {practice === '' ? <Panel title="Choose a practice"><p>Answers are shown for one practice at a time.</p></Panel> : <Month key={practice + month} practice={practice} month={month} now={month === this_month} />}
    </Page>
  );
}

function Month(p: { practice: string; month: string; now: boolean }) {
  const path = withQuery(`fft/${encodeURIComponent(p.practice)}`, { month: p.month });
  const answer = useResource<FftFigures>(path);
  const csv = `/api/v1/${withQuery(`fft/${encodeURIComponent(p.practice)}/csv`, { month: p.month })}`;
  return (
    <>
      <Fetched of={answer} what="the answers">
        {(value) => (
          <>
            <Panel title={`Answers in ${monthName(p.month)}`} more={<a href={csv} download={`fft-${p.practice}-${p.month}.csv`}>Download as CSV</a>}>
              {value.total.total === 0 ? <Empty title="No answers in this month">{asked(value)} Answers by text message are counted as they come; those on paper can be taken down below.</Empty> : <Summary figures={value} />}
            </Panel>
            {value.total.total > 0 && <Panel title="By collection method" lead="What the monthly submission asks for."><Methods figures={value} /></Panel>}
          </>
        )}
      </Fetched>
      {p.now && <Allowed to="fft-answers"><Panel title="Take down an answer" lead="From a card, a phone call or elsewhere. It counts to this month."><PaperForm practice={p.practice} reload={answer.reload} /></Panel></Allowed>}
    </>
  );
}

const asked = (f: FftFigures): string => `${counted(f.asked, 'patient')} ${f.asked === 1 ? 'was' : 'were'} texted the question.`;

function Summary(p: { figures: FftFigures }) {
  const { total } = p.figures;
  return (
    <>
      <p class="app-fft__figures">
        <span><strong>{percent(goodShare(total) ?? 0)}</strong> very good or good</span>
        <span><strong>{percent(poorShare(total) ?? 0)}</strong> poor or very poor</span>
        <span><strong>{number(total.total)}</strong> {total.total === 1 ? 'answer' : 'answers'}</span>
        <span><strong>{number(p.figures.comments)}</strong> with a comment</span>
      </p>
      <Bars row={total} />
      <p class="app-hint">{asked(p.figures)}</p>
    </>
  );
}

/** Bars of plain boxes; each says its number, so nothing depends on colour or length. */
export function Bars(p: { row: FftRow }) {
  const most = Math.max(1, ...fft_scores.map(([score]) => p.row[score]));
  return (
    <ul class="app-bars" role="list" aria-label="Answers by score">
      {fft_scores.map(([score, name]) => {
        const n = p.row[score];
        return (
          <li key={score}>
            <span class="app-bars__name">{name}</span>
            <span class="app-bars__track" aria-hidden="true"><span class={`app-bars__fill app-bars__fill--${score}`} style={{ width: `${(n / most) * 100}%` }} /></span>
            <span class="app-bars__said">{number(n)} <span class="app-quiet">({percent(p.row.total === 0 ? 0 : n / p.row.total)})</span></span>
          </li>
        );
      })}
    </ul>
  );
}

const columns: readonly Column<FftRow>[] = [
  { head: 'Method', cell: (row) => (row.method === 'all' ? <strong>All</strong> : nameFor(fft_methods, row.method)) },
  ...fft_scores.map(([score, name]): Column<FftRow> => ({ head: name, numeric: true, cell: (row) => number(row[score]) })),
  { head: 'Total', numeric: true, cell: (row) => <strong>{number(row.total)}</strong> },
];

function Methods(p: { figures: FftFigures }) {
  return <Table<FftRow> caption={`Answers by collection method, ${monthName(p.figures.month)}`} caption_hidden columns={columns} rows={[...p.figures.methods, p.figures.total]} row_key={(row) => row.method} />;
}
