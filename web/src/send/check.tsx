// The last look: the very words, where they go and what they cost, as the broker would send them.
import { useEffect, useRef, useState } from 'preact/hooks';
import { newKey, postJson, type Problem } from '../api/client';
import type { PricedPreview, SendOptions } from '../api/staff_forms';
import type { PatientCard } from '../api/staff_types';
import { counted, pounds, sentence } from '../format/format';
import { Details, Facts } from '../ui/bits';
import { Loading, Trouble } from '../ui/state';
import { TestToMe } from './test_to_me';
import { bodyOf, type Wish } from './wish';

interface Accepted {
  readonly id: string;
  readonly repeated: boolean;
  readonly held_s: number;
}

export function Check(p: { practice: string; patient: PatientCard; wish: Wish; options: SendOptions; change: () => void; sent: (message: string, held_s: number) => void }) {
  const [preview, setPreview] = useState<PricedPreview | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [failed, setFailed] = useState('');
  const [busy, setBusy] = useState(false);
  const key = useRef(newKey()); // of this very message: sending it again after no answer sends it once
  const body = bodyOf(p.practice, { patient: p.patient.id }, p.options, p.wish);
  const look = async (): Promise<void> => {
    setProblem(null);
    const answer = await postJson<PricedPreview>('now-messages/preview', body);
    if (answer.ok) setPreview(answer.value);
    else setProblem(answer.problem);
  };
  useEffect(() => void look(), []);

  const send = async (): Promise<void> => {
    if (busy) return;
    setBusy(true);
    setFailed('');
    const answer = await postJson<Accepted>('now-messages', body, key.current);
    setBusy(false);
    if (answer.ok) return p.sent(answer.value.id, answer.value.held_s);
    setFailed(answer.problem.status === 0 ? `${answer.problem.reason} Press Send again: it can’t be sent twice.` : answer.problem.reason);
  };
  if (problem) return <><Trouble what="the message" problem={problem} retry={() => void look()} /><Change go={p.change} /></>;
  if (!preview) return <Loading what="the message" />;
  if (preview.refused) {
    return (
      <>
        <p class="app-warning" role="alert">It would not be sent: {sentence(preview.refused)}.</p>
        <Change go={p.change} />
      </>
    );
  }
  return (
    <>
      <Preview preview={preview} name={p.patient.name} sender={p.options.sender} />
      <p class="app-action__failed" role="alert">{failed}</p>
      <div class="app-buttons">
        <button class="nhsuk-button nhsuk-button--small" type="button" disabled={busy} onClick={() => void send()}>{busy ? 'Storing…' : 'Send it'}</button>
        <Change go={p.change} />
      </div>
      <TestToMe practice={p.practice} wish={p.wish} options={p.options} />
    </>
  );
}

function Change(p: { go: () => void }) {
  return <button class="nhsuk-button nhsuk-button--small nhsuk-button--secondary" type="button" onClick={p.go}>Change it</button>;
}

export function Preview(p: { preview: PricedPreview; name: string; sender: string }) {
  const { preview } = p;
  return (
    <>
      <p class="app-phone" dir="auto">{preview.body}</p>
      <Facts
        rows={[
          ['To', <span><span dir="auto">{p.name}</span>, <span class="app-mono">+{preview.to}</span></span>],
          ['From', p.sender],
          ['Length', `${counted(preview.units, 'character')}, ${counted(preview.segments, 'text message')} to pay for`],
          ['Alphabet', preview.encoding === 'ucs2' ? 'letters beyond the usual ones: 70 characters a text message instead of 160' : null],
          ['Cost', preview.pence === null ? 'not known' : cost(preview.pence)],
        ]}
      />
      {preview.parts.length > 1 && (
        <Details summary={`The ${preview.parts.length} parts it is sent in`}>
          <ol class="app-parts">{preview.parts.map((part, i) => <li key={i}><span class="app-phone" dir="auto">{part}</span></li>)}</ol>
          <p class="app-hint">Phones join them again. Each is paid for.</p>
        </Details>
      )}
    </>
  );
}

/** `3.2p`, and pounds where it is a pound or more. */
export const cost = (pence: number): string => (pence >= 100 ? pounds(pence) : `${pence.toLocaleString('en-GB', { maximumFractionDigits: 2 })}p`);
