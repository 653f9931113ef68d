// Stops sending, once somebody has said why and read what waits; lets it go on.
import { useState } from 'preact/hooks';
import { postJson } from '../api/client';
import { useMay } from '../api/may';
import { TextField } from '../ui/form';

export interface PauseProps {
  readonly what: string;
  /** `practices/A99001/pause` */
  readonly path: string;
  readonly paused: boolean;
  /** What waits, in plain English, before either. */
  readonly warning: string;
  readonly onDone: () => void;
}

export function PauseButton(p: PauseProps) {
  const [open, setOpen] = useState(false);
  const [said, setSaid] = useState('');
  if (!useMay('POST', p.path)) return null;
  const send = async (body: Readonly<Record<string, unknown>>): Promise<void> => {
    setSaid('');
    const answer = await postJson(p.path, body);
    if (!answer.ok) return setSaid(answer.problem.reason);
    setOpen(false);
    p.onDone();
  };
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const why = String(new FormData(event.currentTarget as HTMLFormElement).get('why') ?? '').trim();
    if (p.paused) void send({ paused: false });
    else if (why === '') setSaid('Say why: others will ask.');
    else void send({ paused: true, why });
  };
  if (!open)
    return (
      <span class="app-action">
        <button class={`nhsuk-button nhsuk-button--small${p.paused ? '' : ' nhsuk-button--secondary'}`} type="button" onClick={() => setOpen(true)}>
          {p.paused ? 'Let it go on' : 'Pause'}
          <span class="nhsuk-u-visually-hidden">: {p.what}</span>
        </button>
      </span>
    );
  return (
    <form class="app-forecast" noValidate onSubmit={submit} aria-label={`${p.paused ? 'Let go on' : 'Pause'}: ${p.what}`}>
      <p>{p.warning}</p>
      {!p.paused && <TextField name="why" label="Why" hint="Everybody who looks here sees it" value="" width={20} />}
      <span class="app-row">
        <button class={`nhsuk-button nhsuk-button--small${p.paused ? '' : ' nhsuk-button--warning'}`} type="submit">{p.paused ? 'Yes, let it go on' : 'Yes, pause it'}</button>
        <button class="nhsuk-button nhsuk-button--small nhsuk-button--secondary" type="button" onClick={() => setOpen(false)}>No</button>
      </span>
      <p role="status" class="app-action__failed">{said}</p>
    </form>
  );
}
