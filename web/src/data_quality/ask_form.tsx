// Has the patients of one page asked by text whether the number is theirs.
import { useRef, useState } from 'preact/hooks';
import { newKey, postJson } from '../api/client';
import type { QualityRow } from '../api/quality_types';
import { counted } from '../format/format';
import { withQuery } from '../route/query';

/** Whoever answers for several patients, or can't be texted, tells nothing. */
export const askable = (rows: readonly QualityRow[]): readonly string[] =>
  rows.filter((row) => row.sharing === 1 && !row.problems.some((one) => one === 'no_consent' || one === 'dead' || one === 'deducted')).map((row) => row.id);

export function AskForm(p: { practice: string; patients: readonly QualityRow[] }) {
  const [stage, setStage] = useState<'idle' | 'asking' | 'busy'>('idle');
  const [outcome, setOutcome] = useState('');
  const key = useRef('');
  const patients = askable(p.patients);
  if (patients.length === 0) return <p class="app-hint">None of these can be asked by text: the mobile is shared, or the patient gets no texts.</p>;
  const send = async (): Promise<void> => {
    setStage('busy');
    key.current ||= newKey();
    const answer = await postJson<{ asked: number }>(withQuery('data-quality/confirm', { practice: p.practice }), { patients }, key.current);
    setStage('idle');
    setOutcome(answer.ok ? askedText(answer.value.asked) : answer.problem.reason);
    if (answer.ok) key.current = '';
  };
  return (
    <div class="app-composer">
      <p>The text names nobody, since phones are shared: it asks whether the number is still that of a patient of the practice. YES takes the number off this list, NO marks it as wrong; anything else comes to the inbox.</p>
      {stage === 'asking' ? (
        <span class="app-action" role="group" aria-label="Ask by text">
          <span class="app-action__ask">{counted(patients.length, 'text message')} will be sent.</span>
          <button class="nhsuk-button nhsuk-button--small nhsuk-button--warning" type="button" ref={(b) => b?.focus()} onClick={() => void send()}>Yes, ask them</button>
          <button class="nhsuk-button nhsuk-button--small nhsuk-button--secondary" type="button" onClick={() => setStage('idle')}>No</button>
        </span>
      ) : (
        <button class="nhsuk-button nhsuk-button--small" type="button" disabled={stage === 'busy'} onClick={() => { setOutcome(''); setStage('asking'); }}>Ask {counted(patients.length, 'patient')} by text</button>
      )}
      <p role="status" class="app-action__said">{outcome}</p>
    </div>
  );
}

export const askedText = (asked: number): string =>
  asked === 0 ? 'Nobody was asked: they have been asked already, or their records have changed.' : `${counted(asked, 'patient')} will be asked within sending hours.`;
