// Files one of the practice's codes into the record of the one patient whose conversation it is.
import { useRef, useState } from 'preact/hooks';
import { newKey, postJson } from '../api/client';
import { useResource } from '../api/use_resource';
import { withQuery } from '../route/query';

export interface HandCode {
  readonly code: string;
  readonly text: string;
}
interface Answer {
  readonly codes: readonly HandCode[];
}

export function CodeForm(p: { path: string; practice: string; reload: () => void }) {
  const codes = useResource<Answer>(withQuery('canned-replies', { practice: p.practice }), false).value?.codes ?? [];
  return <CodeChoice path={p.path} practice={p.practice} reload={p.reload} codes={codes} />;
}

export function CodeChoice(p: { path: string; practice: string; reload: () => void; codes: readonly HandCode[] }) {
  const [chosen, setChosen] = useState('');
  const [busy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState('');
  const key = useRef(''); // of this very choice: sending it again after no reply files it once
  if (p.codes.length === 0) return <p class="app-hint">This practice has no codes for filing by hand. They stand in its file as “codes_by_hand”.</p>;
  const file = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const code = p.codes.find((one) => one.text === chosen);
    if (!code) return setOutcome('Choose a code first.');
    key.current ||= newKey();
    setBusy(true);
    const answer = await postJson(withQuery(`${p.path}/code`, { practice: p.practice }), { code: code.code, text: code.text }, key.current);
    setBusy(false);
    setOutcome(answer.ok ? 'Kept. The conversation says when it stands in the record.' : answer.problem.reason);
    if (!answer.ok) return;
    key.current = '';
    setChosen('');
    p.reload();
  };
  return (
    <form noValidate onSubmit={(event) => void file(event)} aria-label="File a code" class="app-composer">
      <label class="nhsuk-label" for="code">Code</label>
      <select class="nhsuk-select" id="code" value={chosen} onChange={(event) => { setChosen(event.currentTarget.value); key.current = ''; setOutcome(''); }}>
        <option value="">Choose a code</option>
        {p.codes.map((one) => <option key={one.text} value={one.text}>{one.text} ({one.code})</option>)}
      </select>
      <button class="nhsuk-button nhsuk-button--small nhsuk-button--secondary" type="submit" disabled={busy}>{busy ? 'Storing…' : 'File the code'}</button>
      <p role="status" class="app-action__said">{outcome}</p>
    </form>
  );
}
