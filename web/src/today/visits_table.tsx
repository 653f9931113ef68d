// The day's appointments, by name once somebody has asked for names.
import type { PatientName } from '../api/name_types';
import type { Today, TodayVisit } from '../api/today_types';
import { counted, number, sentence } from '../format/format';
import type { ByKey } from '../names/names';
import { PatientLink } from '../names/whose';
import { links } from '../route/links';
import { withQuery } from '../route/query';
import { Legend, Panel } from '../ui/bits';
import { Empty } from '../ui/state';
import { Table, type Column } from '../ui/table';
import { StateTag } from '../ui/tag';
import { nameFor } from '../words/look_up';
import { hindrances, visit_states, visit_statuses } from '../words/today_words';
import { byDay, dayName, nextSpan, shownIn, timeOf, views, type View } from './visits';

export function Visits(p: { day: Today; view: View; names: ByKey }) {
  const { day, view } = p;
  const rows = shownIn(view, day);
  return (
    <Panel title="Appointments" lead={`Of today, and of ${nextSpan(day.until)}.`} more={<Legend summary="What the words mean" words={{ ...visit_states, ...hindrances }} />}>
      <nav class="app-views" aria-label="Appointments">
        <ul role="list">
          {views.map((one) => (
            <li key={one.key}>
              <a href={withQuery('/app/today', { practice: day.practice, show: one.key })} {...(one === view ? { 'aria-current': 'page' as const } : {})}>{one.name} ({number(shownIn(one, day).length)})</a>
            </li>
          ))}
        </ul>
      </nav>
      {day.visits.length === 0 ? (
        <Empty title="No appointments today, nor on the next clinic day">{day.standing.last_read_at ? 'What is booked in the clinical system appears here with its next reading.' : 'Nothing has been read from the clinical system yet.'}</Empty>
      ) : rows.length === 0 ? (
        <Empty title={view.none}>The other lists above have {counted(day.visits.length, 'appointment')}.</Empty>
      ) : (
        byDay(rows).map(([name, of_day]) => <VisitTable key={name} caption={name} practice={day.practice} rows={of_day} names={p.names} />)
      )}
      {day.left_out > 0 && <p class="app-hint">{counted(day.left_out, 'later appointment is', 'later appointments are')} left out: the page shows {number(day.visits.length)}.</p>}
    </Panel>
  );
}

const with_whom = (row: TodayVisit): string => [row.session, row.clinician, row.site].filter((one) => one !== '').join(', ');

/** When a reminder is due, or why it is as it is. */
function Why(p: { row: TodayVisit }) {
  const { row } = p;
  const due = row.due_at && !['confirmed', 'cancelling', 'cancelled'].includes(row.state) ? `${row.state === 'not_reminded' ? 'Due' : 'Next due'} ${dayName(row.due_at)}, ${timeOf(row.due_at)}` : '';
  const why = row.reason ? sentence(row.reason) : '';
  if (!due && !why) return null;
  return <span class="app-why">{[why, due].filter((one) => one !== '').join('. ')}</span>;
}

export function VisitTable(p: { caption: string; practice: string; rows: readonly TodayVisit[]; names: ByKey }) {
  const named = (row: TodayVisit): PatientName | undefined => p.names.get(row.patient);
  const columns: readonly Column<TodayVisit>[] = [
    { head: 'Time', cell: (row) => <time dateTime={row.starts_at}>{timeOf(row.starts_at)}</time> },
    ...(p.names.size > 0
      ? [{ head: 'Patient', cell: (row: TodayVisit) => { const who = named(row); return who ? <PatientLink practice={p.practice} patient={who} /> : <span class="app-quiet">not shown</span>; } }]
      : []),
    { head: 'With', cell: (row) => <span class="app-name">{with_whom(row) || '–'}{row.status in visit_statuses && <span class="app-why">{sentence(nameFor(visit_statuses, row.status))}</span>}</span> },
    {
      head: 'Reminder',
      cell: (row) => (
        <span class="app-name">
          <StateTag words={visit_states} state={row.state} />
          {row.message && <> <a href={links.message(row.message)}>its page<span class="nhsuk-u-visually-hidden"> about {timeOf(row.starts_at)}, {with_whom(row)}</span></a></>}
          <Why row={row} />
        </span>
      ),
    },
    { head: 'Number', cell: (row) => (row.hindrance ? <StateTag words={hindrances} state={row.hindrance} /> : <span class="app-quiet">can be texted</span>) },
  ];
  return <Table<TodayVisit> caption={p.caption} columns={columns} rows={p.rows} row_key={(row) => row.id} />;
}
