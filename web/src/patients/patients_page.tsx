import { practices } from '../live/live';
import { links } from '../route/links';
import { place } from '../route/route';
import { Panel } from '../ui/bits';
import { Page } from '../ui/page';
import { chosenPractice, nameOf, PracticeChoice } from '../ui/practice_choice';
import { PatientSearch } from './search';

export function PatientsPage() {
  const practice = chosenPractice(place.value.query['practice'] ?? '', practices.value);
  return (
    <Page title={practice ? `Patients of ${nameOf(practice)}` : 'Patients'} lead="Find a patient to see what was sent to them and what they answered, what they want to be sent, and their next appointments.">
      <PracticeChoice path="/app/patients" value={practice} />
      {practice === '' ? (
        <Panel title="Choose a practice"><p>Patients are found in one practice at a time.</p></Panel>
      ) : (
        <Panel title="Find a patient">
          <PatientSearch key={practice} practice={practice} choose={(row) => <a href={links.patient(practice, row.id)}>Open<span class="nhsuk-u-visually-hidden"> {row.name}</span></a>} />
        </Panel>
      )}
    </Page>
  );
}
