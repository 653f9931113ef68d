// Records that stand in the way of messages: how many of each sort, whose, and what to do about it.
import type { QualityCount, QualityPage as Answer, QualityRow } from '../api/quality_types';
import { useResource } from '../api/use_resource';
import { counted, number } from '../format/format';
import { practices } from '../live/live';
import { links } from '../route/links';
import { withQuery } from '../route/query';
import { place } from '../route/route';
import { Allowed } from '../ui/allowed';
import { Legend, Panel, When } from '../ui/bits';
import { Page } from '../ui/page';
import { Paging } from '../ui/paging';
import { chosenPractice, nameOf, PracticeChoice } from '../ui/practice_choice';
import { Reveal } from '../ui/reveal';
import { Empty, Fetched } from '../ui/state';
import { StateTag } from '../ui/tag';
import { TakeAway } from '../ui/take_away';
import { Table, type Column } from '../ui/table';
import { nameFor } from '../words/look_up';
import { askable_problems, quality_advice, quality_problems } from '../words/quality_words';
import { AskForm } from './ask_form';

const rows_a_page = 50;
/** Records are read anew some minutes apart; nothing here changes by the second. */
const quality_quiet_ms = 30_000;

export function DataQualityPage() {
  const { query } = place.value;
  const practice = chosenPractice(query['practice'] ?? '', practices.value);
  const asked = query['problem'] ?? '';
  const problem = asked in quality_problems ? asked : '';
  const before = query['before'] ?? '';
  return (
    <Page title={practice ? `Records to mend at ${nameOf(practice)}` : 'Records to mend'} lead="Patients whose record keeps messages from reaching them. Correct it in the clinical system: the list follows within minutes.">
      <PracticeChoice path="/app/data-quality" keep={problem ? { problem } : {}} value={practice} />
      {practice === '' ? <Panel title="Choose a practice"><p>Records are shown for one practice at a time.</p></Panel> : <Lists key={practice + problem + before} practice={practice} problem={problem} before={before} />}
    </Page>
  );
}

function Lists(p: { practice: string; problem: string; before: string }) {
  const filter = { practice: p.practice, problem: p.problem };
  const path = withQuery('data-quality', { ...filter, before: p.before, limit: rows_a_page });
  const answer = useResource<Answer>(path, p.before === '', quality_quiet_ms);
  return (
    <Fetched of={answer} what="records">
      {(value) => (
        <>
          <Panel title="What is wrong" lead={said(value)}>
            <Counts counts={value.counts} practice={p.practice} chosen={p.problem} />
            <Legend summary="What these mean" words={quality_problems} />
            {p.problem === '' && value.counts.some((one) => one.patients > 0) && <TakeAway path={withQuery('data-quality/csv', filter)} name={`records-to-mend-${p.practice}.csv`} what="names and numbers of whoever is on any of these lists" />}
          </Panel>
          {p.problem !== '' && (
            <Panel title={nameFor(labels, p.problem)} lead={quality_advice[p.problem]}>
              {value.patients.length === 0 ? (
                <Empty title="Nobody is on this list">When a record like this is read, the patient appears here.</Empty>
              ) : (
                <>
                  <Table<QualityRow> caption={`Patients: ${nameFor(labels, p.problem)}`} caption_hidden columns={columns(false)} rows={value.patients} row_key={(row) => row.id} />
                  <Paging newest={p.before ? links.data_quality(filter) : null} older={value.next ? links.data_quality({ ...filter, before: value.next }) : null} />
                  <Reveal what="names and numbers">
                    {(reason) => <Named path={withQuery('data-quality', { ...filter, before: p.before, limit: rows_a_page, reveal: 1, reason })} />}
                  </Reveal>
                  <TakeAway path={withQuery('data-quality/csv', filter)} name={`${p.problem}-${p.practice}.csv`} what="names and numbers of this list" />
                  {askable_problems.includes(p.problem) && <Allowed to="data-quality/confirm"><AskForm practice={p.practice} patients={value.patients} /></Allowed>}
                </>
              )}
            </Panel>
          )}
        </>
      )}
    </Fetched>
  );
}

const labels: Readonly<Record<string, string>> = Object.fromEntries(Object.entries(quality_problems).map(([key, one]) => [key, one.label]));

function said(value: Answer): string {
  const known = `${counted(value.known, 'patient')} with appointments in sight ${value.known === 1 ? 'is' : 'are'} known.`;
  return value.left_out === 0 ? known : `${known} ${number(value.left_out)} of them are not looked at: there are too many.`;
}

/** Each sort with its number, as a link to its list. */
export function Counts(p: { counts: readonly QualityCount[]; practice: string; chosen: string }) {
  return (
    <nav class="app-views" aria-label="Sorts of records">
      <ul role="list">
        {p.counts.map((one) => (
          <li key={one.problem}>
            <a href={links.data_quality({ practice: p.practice, problem: one.problem })} {...(one.problem === p.chosen ? { 'aria-current': 'page' as const } : {})}>
              {nameFor(labels, one.problem)} <strong>{number(one.patients)}</strong>
              <span class="nhsuk-u-visually-hidden"> {one.patients === 1 ? 'patient' : 'patients'}</span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

export const columns = (named: boolean): readonly Column<QualityRow>[] => [
  ...(named
    ? [
        { head: 'Patient', cell: (row: QualityRow) => row.name || <span class="app-quiet">no name in the record</span> },
        { head: 'NHS number', cell: (row: QualityRow) => <span class="app-mono">{row.nhs_number || 'none'}</span> },
        { head: 'Mobile in the record', cell: (row: QualityRow) => <span class="app-mono">{row.number || 'none'}</span> },
      ]
    : [{ head: 'Mobile in the record', cell: (row: QualityRow) => (row.mobile ? `ending ${row.mobile.replace('…', '')}` : <span class="app-quiet">none</span>) }]),
  { head: 'Problems', cell: (row) => <span class="app-tags">{row.problems.map((one) => <StateTag key={one} words={quality_problems} state={one} />)}</span> },
  { head: 'Patients with this mobile', numeric: true, cell: (row) => (row.sharing > 1 ? row.sharing : <span class="app-quiet">{row.sharing === 1 ? 'this one' : 'none'}</span>) },
  { head: 'Record last changed', cell: (row) => <When at={row.read_at} /> },
];

/** It stands still, since each showing is kept in the audit trail. */
function Named(p: { path: string }) {
  const answer = useResource<Answer>(p.path, 'reveal');
  return (
    <Fetched of={answer} what="names and numbers">
      {(value) => <Table<QualityRow> caption="Patients with names and numbers" caption_hidden columns={columns(true)} rows={value.patients} row_key={(row) => row.id} />}
    </Fetched>
  );
}
