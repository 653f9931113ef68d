// Patients' data that are the page itself: fetched at once, and where the broker wants a reason, once it was given.
import type { ComponentChildren } from 'preact';
import { useId, useState } from 'preact/hooks';
import { useResource } from '../api/use_resource';
import { reason_max } from './reveal';
import { Fetched } from './state';

export function Revealed<T>(p: { path: string; what: string; children: (value: T, reload: () => void) => ComponentChildren }) {
  const [reason, setReason] = useState('');
  const answer = useResource<T>(reason ? `${p.path}${p.path.includes('?') ? '&' : '?'}${new URLSearchParams({ reason }).toString()}` : p.path, 'reveal');
  const id = useId();
  if (answer.problem?.status === 400 && answer.problem.reason.startsWith('say why')) {
    const show = (event: SubmitEvent): void => {
      event.preventDefault();
      setReason(String(new FormData(event.currentTarget as HTMLFormElement).get('reason') ?? '').trim());
    };
    return (
      <form class="app-filters" onSubmit={show} aria-label={`Show ${p.what}`}>
        <div class="app-field">
          <label class="nhsuk-label" for={id}>Why do you need to see {p.what}?</label>
          <div class="nhsuk-hint" id={`${id}-hint`}>Kept in the audit trail with your name. No patient’s details here.</div>
          <input class="nhsuk-input nhsuk-input--width-20" id={id} name="reason" aria-describedby={`${id}-hint`} maxLength={reason_max} autocomplete="off" />
        </div>
        <div class="app-filters__buttons"><button class="nhsuk-button nhsuk-button--small" type="submit">Show</button></div>
      </form>
    );
  }
  return <Fetched of={answer} what={p.what}>{(value) => p.children(value, answer.reload)}</Fetched>;
}
