// Patients' words and numbers: hidden until somebody asks, who says why. Each showing is kept in the audit trail.
import type { ComponentChildren } from 'preact';
import { useId, useState } from 'preact/hooks';

export const reason_max = 200;

/** @param children what is shown, with the reason that was given */
export function Reveal(p: { what: string; hidden?: ComponentChildren; children: (reason: string) => ComponentChildren }) {
  const [reason, setReason] = useState<string | null>(null);
  const id = useId();
  const show = (event: SubmitEvent): void => {
    event.preventDefault();
    setReason(String(new FormData(event.currentTarget as HTMLFormElement).get('reason') ?? '').trim());
  };
  if (reason !== null)
    return (
      <>
        <button class="nhsuk-button nhsuk-button--small nhsuk-button--secondary" type="button" onClick={() => setReason(null)}>Hide {p.what}</button>
        {p.children(reason)}
      </>
    );
  return (
    <>
      <form class="app-filters" onSubmit={show} aria-label={`Show ${p.what}`}>
        <div class="app-field">
          <label class="nhsuk-label" for={id}>Why do you need to see it?</label>
          <div class="nhsuk-hint" id={`${id}-hint`}>Kept in the audit trail with your name. No patient’s details here.</div>
          <input class="nhsuk-input nhsuk-input--width-20" id={id} name="reason" aria-describedby={`${id}-hint`} maxLength={reason_max} autocomplete="off" />
        </div>
        <div class="app-filters__buttons">
          <button class="nhsuk-button nhsuk-button--small nhsuk-button--secondary" type="submit">Show {p.what}</button>
        </div>
      </form>
      {p.hidden}
    </>
  );
}
