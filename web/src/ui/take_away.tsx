// Patients' data as a file for a spreadsheet: why, then the file. Each is an entry in the audit trail, with whose data it is.
import { useId, useState } from 'preact/hooks';
import { revealFile } from '../api/client';
import { useMay } from '../api/may';
import { Details } from './bits';
import { reason_max } from './reveal';

/** @param path below /api/v1, with its filters */
export function TakeAway(p: { path: string; name: string; what: string }) {
  const [said, setSaid] = useState<{ readonly wrong: boolean; readonly text: string }>({ wrong: false, text: '' });
  const [busy, setBusy] = useState(false);
  const id = useId();
  if (!useMay('GET', p.path)) return null;
  const take = (event: SubmitEvent): void => {
    event.preventDefault();
    const reason = String(new FormData(event.currentTarget as HTMLFormElement).get('reason') ?? '').trim();
    setBusy(true);
    setSaid({ wrong: false, text: 'Fetching the file…' });
    void revealFile(reason ? `${p.path}&${new URLSearchParams({ reason }).toString()}` : p.path).then((answer) => {
      setBusy(false);
      if (!answer.ok) return setSaid({ wrong: true, text: answer.problem.reason });
      keep(answer.value, p.name);
      setSaid({ wrong: false, text: 'The file is with your downloads. Delete it when you no longer need it.' });
    });
  };
  return (
    <Details summary="Download as CSV">
      <form class="app-filters" onSubmit={take} aria-label={`Download ${p.what} as CSV`}>
        <div class="app-field">
          <label class="nhsuk-label" for={id}>Why do you need the file?</label>
          <div class="nhsuk-hint" id={`${id}-hint`}>It has {p.what}. Kept in the audit trail with your name and whose data it is. No patient’s details here.</div>
          <input class="nhsuk-input nhsuk-input--width-20" id={id} name="reason" aria-describedby={`${id}-hint`} maxLength={reason_max} autocomplete="off" />
        </div>
        <div class="app-filters__buttons"><button class="nhsuk-button nhsuk-button--small nhsuk-button--secondary" type="submit" disabled={busy}>Download</button></div>
      </form>
      <p class="app-action__said" role={said.wrong ? 'alert' : 'status'}>{said.text}</p>
    </Details>
  );
}

/** Into the browser's downloads. */
function keep(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  URL.revokeObjectURL(link.href);
}
