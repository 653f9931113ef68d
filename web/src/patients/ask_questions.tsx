// Has a patient asked the health questions of a set.
import { useRef, useState } from 'preact/hooks';
import { newKey, postJson } from '../api/client';
import type { PracticeSettings, QuestionSet } from '../api/staff_forms';
import { useResource } from '../api/use_resource';
import { counted } from '../format/format';
import { withQuery } from '../route/query';

export function AskQuestions(p: { practice: string; patient: string }) {
  const answer = useResource<PracticeSettings>(withQuery('practice-settings', { practice: p.practice }), false);
  if (answer.problem) return <p class="app-hint">The question sets can’t be shown now: {answer.problem.reason}</p>;
  return answer.value ? <SetChoice practice={p.practice} patient={p.patient} sets={answer.value.questions} /> : null;
}

const how = (set: QuestionSet): string => (set.ask_by === 'link' ? 'one text with a link' : 'a text for each');

export function SetChoice(p: { practice: string; patient: string; sets: readonly QuestionSet[] }) {
  const [chosen, setChosen] = useState('');
  const [busy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState('');
  const key = useRef(''); // of this very choice: sending it again after no reply asks once
  if (p.sets.length === 0) return <p class="app-hint">This practice has no question sets. They stand in its file as “question_sets”.</p>;
  const ask = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (chosen === '') return setOutcome('Choose a question set first.');
    key.current ||= newKey();
    setBusy(true);
    const answer = await postJson(withQuery(`question-sets/${encodeURIComponent(chosen)}/ask`, { practice: p.practice }), { patient: p.patient }, key.current);
    setBusy(false);
    setOutcome(answer.ok ? 'The text is on its way. The answers will stand in the conversation and below.' : answer.problem.reason);
    if (!answer.ok) return;
    key.current = '';
    setChosen('');
  };
  return (
    <form noValidate onSubmit={(event) => void ask(event)} aria-label="Ask health questions" class="app-composer">
      <label class="nhsuk-label" for="question-set">Question set</label>
      <select class="nhsuk-select" id="question-set" value={chosen} onChange={(event) => { setChosen(event.currentTarget.value); key.current = ''; setOutcome(''); }}>
        <option value="">Choose a set</option>
        {p.sets.map((one) => <option key={one.id} value={one.id}>{one.id} ({counted(one.questions, 'question')}, {how(one)})</option>)}
      </select>
      <button class="nhsuk-button nhsuk-button--small nhsuk-button--secondary" type="submit" disabled={busy}>{busy ? 'Asking…' : 'Ask these questions'}</button>
      <p role="status" class="app-action__said">{outcome}</p>
    </form>
  );
}
