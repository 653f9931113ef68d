// Answers that were given and haven't gone yet. The broker holds them, not this page: each is safely stored and goes by
// itself, whether or not anybody still looks.
import { useEffect, useState } from 'preact/hooks';
import { post } from '../api/client';
import type { ConversationLine } from '../api/inbox_types';
import { clockTime } from '../format/format';
import { now_ms, paused } from '../live/live';
import { withQuery } from '../route/query';
import { keepDraft } from './drafts';
import { secondsTo } from './lines';

/** Undone answers come back into the box: it listens for this. */
export const taken_back = 'tidings-taken-back';

export function Held(p: { lines: readonly ConversationLine[]; said: ReadonlyMap<number, string>; of: string; practice: string; reload: () => void }) {
  const [outcome, setOutcome] = useState('');
  const takeBack = async (line: ConversationLine): Promise<void> => {
    const answer = await post(withQuery(`messages/${line.message}/cancel`, { practice: p.practice }));
    if (answer.ok) {
      setOutcome('Taken back. It was not sent; its words are in the box below.');
      keepDraft(p.of, p.said.get(line.sequence) ?? '');
      dispatchEvent(new Event(taken_back));
    } else {
      setOutcome(`It could not be taken back. ${answer.problem.reason}`);
    }
    p.reload();
  };
  useEffect(() => {
    if (p.lines.length > 0) setOutcome('');
  }, [p.lines.length]);
  return (
    <>
      {p.lines.map((line) => <One key={line.sequence} line={line} takeBack={() => void takeBack(line)} />)}
      <p role="status" class="app-held__said">{p.lines.length > 0 ? 'Your answer is stored. It has not been sent yet.' : outcome}</p>
    </>
  );
}

function One(p: { line: ConversationLine; takeBack: () => void }) {
  const [busy, setBusy] = useState(false);
  const due_at = p.line.due_at ?? p.line.at;
  const left = secondsTo(due_at, now_ms.value);
  return (
    <div class="app-held">
      <p class="app-held__title">Not sent yet{paused.value || left === 0 ? '' : `: ${left} s left to take it back`}</p>
      <p>It goes at <time dateTime={due_at}>{clockTime(Date.parse(due_at))}</time>, even if you close this page.</p>
      <button class="nhsuk-button nhsuk-button--small nhsuk-button--warning" type="button" disabled={busy} onClick={() => { setBusy(true); p.takeBack(); }}>Take it back</button>
    </div>
  );
}
