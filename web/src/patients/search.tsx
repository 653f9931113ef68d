// Finding a patient. What is typed goes in the body of a request, never into an address: addresses are kept in histories.
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import { postJson } from '../api/client';
import type { PatientFound, PatientsFound } from '../api/staff_types';
import { counted } from '../format/format';
import { withQuery } from '../route/query';
import { When } from '../ui/bits';

const reason_hint = 'Kept in the audit trail with your name. No patient’s details here.';

/** @param choose what stands beside each patient */
export function PatientSearch(p: { practice: string; choose: (row: PatientFound) => ComponentChildren }) {
  const [found, setFound] = useState<PatientsFound | null>(null);
  const [failed, setFailed] = useState('');
  const [busy, setBusy] = useState(false);
  const [ask_why, setAskWhy] = useState(false);
  const box = useRef<HTMLInputElement>(null);
  const id = useId();
  const alive = useRef(true);
  useEffect(() => () => { alive.current = false; }, []);

  const search = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const words = String(form.get('words') ?? '').trim();
    const reason = String(form.get('reason') ?? '').trim();
    if (words.length < 2) {
      setFailed('Enter a name, an NHS number or a telephone number.');
      box.current?.focus();
      return;
    }
    setBusy(true);
    setFailed('');
    const answer = await postJson<PatientsFound>(withQuery('patient-searches', { practice: p.practice, ...(reason ? { reason } : {}) }), { words });
    if (!alive.current) return;
    setBusy(false);
    if (answer.ok) return setFound(answer.value);
    if (answer.problem.reason.startsWith('say why')) setAskWhy(true);
    setFailed(answer.problem.reason);
    box.current?.focus();
  };
  return (
    <>
      <form class="app-filters" noValidate onSubmit={(event) => void search(event)} aria-label="Find a patient" role="search">
        <div class="app-field">
          <label class="nhsuk-label" for={id}>Name, NHS number or telephone number</label>
          <div class="nhsuk-hint" id={`${id}-hint`}>The beginning of a name is enough. Searching is kept in the audit trail.</div>
          {failed && <p class="nhsuk-error-message" id={`${id}-error`} role="alert"><span class="nhsuk-u-visually-hidden">Error: </span>{failed}</p>}
          <input class={`nhsuk-input nhsuk-input--width-20${failed ? ' nhsuk-input--error' : ''}`} id={id} name="words" type="text" ref={box} autocomplete="off" spellcheck={false} maxLength={200} aria-describedby={`${id}-hint${failed ? ` ${id}-error` : ''}`} />
        </div>
        {ask_why && (
          <div class="app-field">
            <label class="nhsuk-label" for={`${id}-why`}>Why do you need to see it?</label>
            <div class="nhsuk-hint" id={`${id}-why-hint`}>{reason_hint}</div>
            <input class="nhsuk-input nhsuk-input--width-20" id={`${id}-why`} name="reason" autocomplete="off" maxLength={200} aria-describedby={`${id}-why-hint`} />
          </div>
        )}
        <div class="app-filters__buttons"><button class="nhsuk-button nhsuk-button--small" type="submit" disabled={busy}>{busy ? 'Searching…' : 'Find patient'}</button></div>
      </form>
      <p role="status" class="app-action__said">{found ? said(found) : ''}</p>
      {found && found.patients.length > 0 && <Found rows={found.patients} choose={p.choose} />}
    </>
  );
}

export const said = (found: PatientsFound): string =>
  found.patients.length === 0
    ? 'Nobody fits. Only patients with appointments in sight are known here; check the spelling, or search by NHS number.'
    : found.more
      ? `The first ${counted(found.patients.length, 'patient')} that fit. Type more of the name to narrow it down.`
      : `${counted(found.patients.length, 'patient fits', 'patients fit')}.`;

export function Found(p: { rows: readonly PatientFound[]; choose: (row: PatientFound) => ComponentChildren }) {
  return (
    <ul class="app-people" role="list" aria-label="Patients found">
      {p.rows.map((row) => (
        <li key={row.id}>
          <div class="app-cell">
            <strong dir="auto">{row.name || 'No name in the record'}</strong>
            <span class="app-quiet"> NHS number {row.nhs_number || 'not known'}, mobile {row.mobile || 'not known'}</span>
            {row.next_at && <span class="app-quiet">. Next appointment <When at={row.next_at} /></span>}
            {row.against && <p class="app-warning">No messages go to this patient: {row.against}.</p>}
          </div>
          <div>{p.choose(row)}</div>
        </li>
      ))}
    </ul>
  );
}
