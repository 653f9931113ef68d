// Files what was said as a document in the record of the one patient whose conversation it is.
import { useRef, useState } from 'preact/hooks';
import { newKey, postJson } from '../api/client';
import { useResource } from '../api/use_resource';
import { withQuery } from '../route/query';
import { Panel } from '../ui/bits';

interface Answer {
  readonly documents: boolean;
}

/** Nothing at a practice that files no documents. */
export function DocumentForm(p: { path: string; practice: string; reload: () => void }) {
  const files = useResource<Answer>(withQuery('canned-replies', { practice: p.practice }), false).value?.documents ?? false;
  if (!files) return null;
  return (
    <Panel title="File in the record" lead="What was said, as a PDF in the record of the one patient who has this number. Notes of the staff are left out.">
      <DocumentButton path={p.path} practice={p.practice} reload={p.reload} />
    </Panel>
  );
}

export function DocumentButton(p: { path: string; practice: string; reload: () => void }) {
  const [busy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState('');
  const key = useRef(''); // of this very wish: sending it again after no reply files it once
  const file = async (): Promise<void> => {
    key.current ||= newKey();
    setBusy(true);
    setOutcome('');
    const answer = await postJson(withQuery(`${p.path}/document`, { practice: p.practice }), {}, key.current);
    setBusy(false);
    setOutcome(answer.ok ? 'Kept. The conversation says when it stands in the record.' : answer.problem.reason);
    if (!answer.ok) return;
    key.current = '';
    p.reload();
  };
  return (
    <div class="app-composer">
      <button class="nhsuk-button nhsuk-button--small nhsuk-button--secondary" type="button" disabled={busy} onClick={() => void file()}>
        {busy ? 'Storing…' : 'File the conversation'}
      </button>
      <p role="status" class="app-action__said">{outcome}</p>
    </div>
  );
}
