// One patient: what they want to be sent, what comes next, and everything said both ways.
import type { PatientCard, PatientVisit } from '../api/staff_types';
import { practices } from '../live/live';
import { links } from '../route/links';
import { withQuery } from '../route/query';
import { place } from '../route/route';
import { Allowed } from '../ui/allowed';
import { Facts, Panel, When } from '../ui/bits';
import type { Parts } from '../ui/later';
import { Page } from '../ui/page';
import { chosenPractice, nameOf } from '../ui/practice_choice';
import { Revealed } from '../ui/revealed';
import { Empty } from '../ui/state';
import { Table, type Column } from '../ui/table';
import { nameFor } from '../words/look_up';
import { visit_statuses } from '../words/staff_words';
import { AskQuestions } from './ask_questions';
import { History } from './history';
import { Wishes } from './wishes';

export function PatientPage(p: { parts: Parts }) {
  const { query } = place.value;
  const practice = chosenPractice(query['practice'] ?? '', practices.value);
  const id = p.parts['id'] ?? '';
  return (
    <Page title="Patient" lead={practice ? `A patient of ${nameOf(practice)}. Opening this page is kept in the audit trail.` : 'Opening this page is kept in the audit trail.'} crumb={{ text: 'Patients', href: links.patients(practice ? { practice } : {}) }}>
      {practice === '' ? (
        <Empty title="Which practice?">Find the patient from the <a href={links.patients()}>list of patients</a>.</Empty>
      ) : (
        <Revealed<PatientCard> key={id} path={withQuery(`patients/${encodeURIComponent(id)}`, { practice })} what="the patient">
          {(patient, reload) => <Body patient={patient} practice={practice} before={query['before'] ?? ''} reload={reload} />}
        </Revealed>
      )}
    </Page>
  );
}

function Body(p: { patient: PatientCard; practice: string; before: string; reload: () => void }) {
  const { patient } = p;
  return (
    <>
      <Panel title="Who it is" more={!patient.against && <Allowed to="now-messages"><a href={links.send({ practice: p.practice, patient: patient.id })}>Send a message</a></Allowed>}>
        <Identity patient={patient} />
      </Panel>
      <Panel title="Appointments" lead="Those in sight, and those of the last days.">
        <Visits rows={patient.appointments} />
      </Panel>
      <Panel title="What they want to be sent" lead="A wish holds for the number or address, whoever else has it.">
        <Wishes patient={patient} practice={p.practice} reload={p.reload} />
      </Panel>
      {!patient.against && (
        <Allowed to="question-sets/{}/ask">
          <Panel title="Ask about their health" lead="By text, to their mobile. What is answered plainly is filed in the record.">
            <AskQuestions practice={p.practice} patient={patient.id} />
          </Panel>
        </Allowed>
      )}
      <Panel title="What was sent, answered and done" lead="The latest first.">
        <History practice={p.practice} patient={patient.id} before={p.before} />
      </Panel>
    </>
  );
}

export function Identity(p: { patient: PatientCard }) {
  const { patient } = p;
  return (
    <>
      {patient.against && <p class="app-warning">No messages go to this patient: {patient.against}.</p>}
      <Facts
        rows={[
          ['Name', <span dir="auto">{[patient.title, patient.name].filter((one) => one !== '').join(' ') || 'none in the record'}</span>],
          ['NHS number', <span class="app-mono">{patient.nhs_number || 'not known'}</span>],
          ['Mobile', <span class="app-mono">{patient.mobile || 'none'}</span>],
          ['Home telephone', patient.home_phone && <span class="app-mono">{patient.home_phone}</span>],
          ['E-mail', patient.email],
        ]}
      />
    </>
  );
}

const columns: readonly Column<PatientVisit>[] = [
  { head: 'When', cell: (row) => <When at={row.starts_at} /> },
  { head: 'Session', cell: (row) => row.session + (row.clinician ? `, ${row.clinician}` : '') },
  { head: 'Where', cell: (row) => row.site || '–' },
  { head: 'State', cell: (row) => stateOf(row) },
];

export const stateOf = (row: PatientVisit): string => {
  if (row.cancelled) return 'cancelled by their text';
  const status = nameFor(visit_statuses, row.status);
  return row.confirmed && row.status === 'booked' ? 'booked, confirmed by their text' : status;
};

export function Visits(p: { rows: readonly PatientVisit[] }) {
  if (p.rows.length === 0) return <Empty title="None in sight">Appointments are read from the clinical system some days ahead.</Empty>;
  return <Table<PatientVisit> caption="Appointments" caption_hidden columns={columns} rows={p.rows} row_key={(row) => row.id} />;
}
