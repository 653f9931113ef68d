// Asking for the names of a page: why, then the names, then hiding them again.
import { may } from '../api/may';
import { useMe } from '../api/use_me';
import { reason_max } from '../ui/reveal';
import type { Names } from './names';

export function ShowNames(p: { names: Names; reason: string | null; ask: (reason: string | null) => void; behind?: boolean }) {
  const me = useMe();
  if (!may(me, 'GET', 'patients/{}')) return null; // a support user: nobody's name is theirs to see
  return (
    <>
      {p.reason === null ? <Ask ask={p.ask} /> : <button class="nhsuk-button nhsuk-button--small nhsuk-button--secondary" type="button" onClick={() => p.ask(null)}>Hide names</button>}
      {p.names.loading && <p role="status" class="app-state">Loading names…</p>}
      {p.names.problem && <p role="alert" class="app-state app-state--trouble">Names can’t be shown now: {p.names.problem.reason}</p>}
      {p.behind && <p class="app-hint">Something came in since the names were shown. Hide the names and show them again to see all.</p>}
    </>
  );
}

function Ask(p: { ask: (reason: string) => void }) {
  const show = (event: SubmitEvent): void => {
    event.preventDefault();
    p.ask(String(new FormData(event.currentTarget as HTMLFormElement).get('reason') ?? '').trim());
  };
  return (
    <form class="app-filters" onSubmit={show} aria-label="Show names">
      <div class="app-field">
        <label class="nhsuk-label" for="names-reason">Why do you need the names?</label>
        <div class="nhsuk-hint" id="names-reason-hint">Kept in the audit trail with your name. No patient’s details here.</div>
        <input class="nhsuk-input nhsuk-input--width-20" id="names-reason" name="reason" aria-describedby="names-reason-hint" maxLength={reason_max} autocomplete="off" />
      </div>
      <div class="app-filters__buttons">
        <button class="nhsuk-button nhsuk-button--small nhsuk-button--secondary" type="submit">Show names</button>
      </div>
    </form>
  );
}
