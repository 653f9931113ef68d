// An answer that came on paper or by telephone.
import { useRef, useState } from 'preact/hooks';
import { newKey, postJson } from '../api/client';
import { withQuery } from '../route/query';
import { fft_methods, fft_scores } from '../words/inbox_words';

export function PaperForm(p: { practice: string; reload: () => void }) {
  const [outcome, setOutcome] = useState('');
  const [failed, setFailed] = useState('');
  const [busy, setBusy] = useState(false);
  const key = useRef('');
  const count = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const given = (name: string): string => String(new FormData(form).get(name) ?? '').trim();
    setOutcome('');
    if (given('score') === '') {
      setFailed('Choose an answer.');
      form.querySelector<HTMLInputElement>('input[name=score]')?.focus();
      return;
    }
    setFailed('');
    setBusy(true);
    key.current ||= newKey();
    const comment = given('comment');
    const answer = await postJson(withQuery('fft-answers', { practice: p.practice }), { score: given('score'), method: given('method'), ...(comment ? { comment } : {}) }, key.current);
    setBusy(false);
    if (!answer.ok) return setFailed(answer.problem.reason);
    key.current = '';
    // How it came stays chosen: a pile of cards is taken down one after the other.
    for (const one of form.querySelectorAll<HTMLInputElement>('input[name=score]')) one.checked = false;
    const comment_box = form.querySelector<HTMLTextAreaElement>('textarea');
    if (comment_box) comment_box.value = '';
    setOutcome('Counted.');
    p.reload();
  };
  return (
    <form noValidate onSubmit={(event) => void count(event)} onInput={() => { key.current = ''; }} aria-label="Take down an answer" class="app-composer">
      <fieldset class="app-scores" aria-describedby={failed ? 'score-error' : undefined}>
        <legend class="nhsuk-label">Overall, how was your experience of our service?</legend>
        {failed && <p class="nhsuk-error-message" id="score-error" role="alert"><span class="nhsuk-u-visually-hidden">Error: </span>{failed}</p>}
        {fft_scores.map(([score, name], i) => (
          <label key={score} class="app-score"><input type="radio" name="score" value={String(i + 1)} /> {name}</label>
        ))}
      </fieldset>
      <div class="app-field">
        <label class="nhsuk-label" for="method">How it came</label>
        <select class="nhsuk-select" id="method" name="method">
          {Object.entries(fft_methods).filter(([method]) => method !== 'text_message').map(([method, name]) => <option key={method} value={method} selected={method === 'paper'}>{name}</option>)}
        </select>
      </div>
      <label class="nhsuk-label" for="comment">Comment, if there is one</label>
      <div class="nhsuk-hint" id="comment-hint">No names: the answer is counted without the patient’s.</div>
      <textarea class="nhsuk-textarea" id="comment" name="comment" rows={2} maxLength={900} aria-describedby="comment-hint" />
      <button class="nhsuk-button nhsuk-button--small nhsuk-button--secondary" type="submit" disabled={busy}>Count this answer</button>
      <p role="status" class="app-action__said">{outcome}</p>
    </form>
  );
}
