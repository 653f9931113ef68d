// A button that moves a template on. What has changed since it was looked at is not moved: the broker says so.
import { useId, useState } from 'preact/hooks';
import { postJson } from '../api/client';
import { useMay } from '../api/may';
import type { TemplateMoved } from '../api/template_types';

export interface MoveProps {
  readonly practice: string;
  readonly id: string;
  readonly revision: number;
  /** The route's last part: submit, approve, refuse, … */
  readonly move: string;
  readonly label: string;
  readonly more?: Readonly<Record<string, string>>;
  readonly look?: 'secondary' | 'warning';
  readonly done: (what: TemplateMoved) => void;
}

const pathOf = (p: MoveProps): string => `templates/${encodeURIComponent(p.id)}/${p.move}?practice=${encodeURIComponent(p.practice)}`;

export function Move(p: MoveProps) {
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState('');
  if (!useMay('POST', pathOf(p))) return null;
  const go = async (): Promise<void> => {
    setBusy(true);
    const answer = await postJson<TemplateMoved>(pathOf(p), { revision: String(p.revision), ...p.more });
    setBusy(false);
    setFailed(answer.ok ? '' : answer.problem.reason);
    if (answer.ok) p.done(answer.value);
  };
  return (
    <span class="app-action">
      <button class={`nhsuk-button nhsuk-button--small${p.look ? ` nhsuk-button--${p.look}` : ''}`} type="button" disabled={busy} onClick={() => void go()}>{p.label}</button>
      <span role="status" class="app-action__failed">{failed}</span>
    </span>
  );
}

/** The same with a reason, which the audit trail keeps. */
export function MoveWithReason(p: MoveProps & { readonly question: string; readonly hint: string }) {
  const [failed, setFailed] = useState('');
  const id = useId();
  if (!useMay('POST', pathOf(p))) return null;
  const go = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const why = String(new FormData(form).get('why') ?? '').trim();
    if (why === '') {
      setFailed('Say why: whoever wrote it reads it.');
      form.querySelector('input')?.focus();
      return;
    }
    const answer = await postJson<TemplateMoved>(pathOf(p), { revision: String(p.revision), why });
    setFailed(answer.ok ? '' : answer.problem.reason);
    if (answer.ok) p.done(answer.value);
  };
  return (
    <form class="app-composer" noValidate onSubmit={(event) => void go(event)} aria-label={p.label}>
      <div class={`app-field nhsuk-form-group${failed ? ' nhsuk-form-group--error' : ''}`}>
        <label class="nhsuk-label" for={id}>{p.question}</label>
        <div class="nhsuk-hint" id={`${id}-hint`}>{p.hint}</div>
        {failed && <p class="nhsuk-error-message" id={`${id}-error`} role="alert"><span class="nhsuk-u-visually-hidden">Error: </span>{failed}</p>}
        <input class={`nhsuk-input${failed ? ' nhsuk-input--error' : ''}`} id={id} name="why" maxLength={200} autocomplete="off" aria-describedby={`${id}-hint${failed ? ` ${id}-error` : ''}`} />
      </div>
      <button class={`nhsuk-button nhsuk-button--small${p.look ? ` nhsuk-button--${p.look}` : ''}`} type="submit">{p.label}</button>
    </form>
  );
}
