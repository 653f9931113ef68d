import { useRef, useState } from 'preact/hooks';
import { newKey, postJson } from '../api/client';
import { withQuery } from '../route/query';
import { keepDraft, draftOf } from './drafts';

const note_bytes_max = 2000; // actors/practice/talk/inbox.hpp

export function NoteForm(p: { path: string; practice: string; reload: () => void }) {
  const draft = `${p.path}/notes`;
  const [text, setText] = useState(draftOf(draft));
  const [outcome, setOutcome] = useState('');
  const key = useRef('');
  const write = (next: string): void => {
    setText(next);
    keepDraft(draft, next);
    key.current = '';
  };
  const keep = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (text.trim() === '') return setOutcome('Write the note first.');
    if (new TextEncoder().encode(text).length > note_bytes_max) return setOutcome('Shorten the note: it holds 2,000 characters.');
    key.current ||= newKey();
    const answer = await postJson(withQuery(`${p.path}/notes`, { practice: p.practice }), { text }, key.current);
    setOutcome(answer.ok ? 'Kept.' : answer.problem.reason);
    if (!answer.ok) return;
    write('');
    p.reload();
  };
  return (
    <form noValidate onSubmit={(event) => void keep(event)} aria-label="Note for the staff" class="app-composer">
      <label class="nhsuk-label" for="note">Note</label>
      <textarea class="nhsuk-textarea" id="note" rows={3} value={text} onInput={(event) => write(event.currentTarget.value)} />
      <button class="nhsuk-button nhsuk-button--small nhsuk-button--secondary" type="submit">Keep the note</button>
      <p role="status" class="app-action__said">{outcome}</p>
    </form>
  );
}
