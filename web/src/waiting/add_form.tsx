// Puts a patient on the waiting list of a session.
import { useState } from 'preact/hooks';
import { postJson } from '../api/client';
import { withQuery } from '../route/query';
import { TextField } from '../ui/form';

export function AddForm(p: { practice: string; reload: () => void }) {
  const [outcome, setOutcome] = useState('');
  const [failed, setFailed] = useState('');
  const [busy, setBusy] = useState(false);
  const add = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const given = (name: string): string => String(new FormData(form).get(name) ?? '').trim();
    setOutcome('');
    const missing = given('number') === '' ? 'number' : given('session') === '' ? 'session' : '';
    if (missing) {
      setFailed(missing === 'number' ? 'Enter the patient’s NHS number.' : 'Enter the session, as the clinical system writes it.');
      form.querySelector<HTMLInputElement>(`input[name=${missing}]`)?.focus();
      return;
    }
    setFailed('');
    setBusy(true);
    const clinician = given('clinician');
    const answer = await postJson(withQuery('waiting', { practice: p.practice }), { number: given('number'), session: given('session'), ...(clinician ? { clinician } : {}) });
    setBusy(false);
    if (!answer.ok) return setFailed(answer.problem.reason);
    const number = form.querySelector<HTMLInputElement>('input[name=number]');
    if (number) number.value = '';
    setOutcome('On the list.');
    p.reload();
  };
  return (
    <form class="app-filters" noValidate onSubmit={(event) => void add(event)} aria-label="Add a patient">
      <TextField name="number" label="NHS number" hint="Or the clinical system’s own" value="" />
      <TextField name="session" label="Session" hint="As the clinical system writes it" value="" width={20} />
      <TextField name="clinician" label="Clinician, if only one will do" value="" width={20} />
      <div class="app-filters__buttons"><button class="nhsuk-button nhsuk-button--small" type="submit" disabled={busy}>Add to the list</button></div>
      {failed && <p class="nhsuk-error-message" role="alert"><span class="nhsuk-u-visually-hidden">Error: </span>{failed}</p>}
      <p role="status" class="app-action__said">{outcome}</p>
    </form>
  );
}
