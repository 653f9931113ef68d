import { useState } from 'preact/hooks';
import { postJson } from '../api/client';
import type { ReplyReading } from '../api/staff_forms';
import { sentence } from '../format/format';
import { withQuery } from '../route/query';
import { Facts } from '../ui/bits';
import { StateTag } from '../ui/tag';
import { reply_meanings } from '../words/reply_words';
import { reply_contexts } from '../words/staff_words';

export function TryIt(p: { practice: string }) {
  const [reading, setReading] = useState<ReplyReading | null>(null);
  const [failed, setFailed] = useState('');
  const read = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const given = new FormData(form);
    const text = String(given.get('text') ?? '');
    setReading(null);
    if (text.trim() === '') {
      setFailed('Write a reply first.');
      form.querySelector<HTMLElement>('input[name=text]')?.focus();
      return;
    }
    setFailed('');
    const answer = await postJson<ReplyReading>(withQuery('reply-readings', { practice: p.practice }), { text, context: String(given.get('context')) });
    if (answer.ok) setReading(answer.value);
    else setFailed(answer.problem.reason);
  };
  return (
    <>
      <form class="app-filters" noValidate onSubmit={(event) => void read(event)} aria-label="Try a reply">
        <div class="app-field">
          <label class="nhsuk-label" for="try-context">They were asked</label>
          <select class="nhsuk-select" id="try-context" name="context">
            {reply_contexts.map(([value, text]) => <option key={value} value={value}>{text}</option>)}
          </select>
        </div>
        <div class="app-field">
          <label class="nhsuk-label" for="try-text">And answer</label>
          {failed && <p class="nhsuk-error-message" id="try-error" role="alert"><span class="nhsuk-u-visually-hidden">Error: </span>{failed}</p>}
          <input class={`nhsuk-input nhsuk-input--width-20${failed ? ' nhsuk-input--error' : ''}`} id="try-text" name="text" autocomplete="off" maxLength={918} {...(failed ? { 'aria-describedby': 'try-error' } : {})} />
        </div>
        <div class="app-filters__buttons"><button class="nhsuk-button nhsuk-button--small" type="submit">What is it taken for?</button></div>
      </form>
      <div role="status">{reading && <Reading of={reading} />}</div>
    </>
  );
}

export function Reading(p: { of: ReplyReading }) {
  const { of } = p;
  return (
    <Facts
      rows={[
        ['Taken for', <StateTag words={reply_meanings} state={of.meaning} />],
        ['What happens', of.automatic ? 'It acts by itself.' : of.urgent ? 'A person has to see it at once.' : of.needs_review ? 'A person reads it.' : 'Nothing more.'],
        ['Why', sentence(of.why)],
        ['Keyword', of.keyword],
        ['Value', of.value === undefined ? null : `${of.value}${of.unit ? ` ${of.unit}` : ''}`],
        ['Score', of.score],
      ]}
    />
  );
}
