// The message on one's own phone first. Its patient is made up: no patient's name leaves for a number typed by hand.
import { useRef, useState } from 'preact/hooks';
import { newKey, postJson } from '../api/client';
import type { SendOptions } from '../api/staff_forms';
import { Allowed } from '../ui/allowed';
import { Details } from '../ui/bits';
import { bodyOf, type Wish } from './wish';

export function TestToMe(p: { practice: string; wish: Wish; options: SendOptions }) {
  const [outcome, setOutcome] = useState('');
  const [failed, setFailed] = useState('');
  const [busy, setBusy] = useState(false);
  const key = useRef('');
  const box = useRef<HTMLInputElement>(null);
  const known = p.options.test_numbers;
  const send = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    const given = new FormData(event.currentTarget as HTMLFormElement);
    const to = String(given.get('to') ?? '').trim() || String(given.get('known') ?? '');
    setOutcome('');
    if (to === '') {
      setFailed('Enter your mobile number.');
      box.current?.focus();
      return;
    }
    setFailed('');
    setBusy(true);
    key.current ||= newKey();
    const answer = await postJson('now-messages/test', bodyOf(p.practice, { to }, p.options, p.wish), key.current);
    setBusy(false);
    if (!answer.ok) return setFailed(answer.problem.reason);
    key.current = '';
    setOutcome(`On its way to ${to}. It begins with TEST.`);
  };
  return (
    <Allowed to="now-messages/test">
      <Details summary="Try it on your own phone first">
        <form class="app-composer" noValidate onSubmit={(event) => void send(event)} aria-label="Test message">
          <p>It is sent with an invented patient’s name, begins with TEST and is paid for like any other. It is kept in the audit trail.</p>
          {known.length > 0 && (
            <div class="app-field">
              <label class="nhsuk-label" for="known">The practice’s test numbers</label>
              <select class="nhsuk-select" id="known" name="known" onChange={() => { key.current = ''; }}>
                {known.map((one) => <option key={one} value={one}>+{one}</option>)}
              </select>
            </div>
          )}
          <div class="app-field">
            <label class="nhsuk-label" for="test-to">{known.length > 0 ? 'Or another mobile number' : 'Your mobile number'}</label>
            {failed && <p class="nhsuk-error-message" id="test-error" role="alert"><span class="nhsuk-u-visually-hidden">Error: </span>{failed}</p>}
            <input class={`nhsuk-input nhsuk-input--width-10${failed ? ' nhsuk-input--error' : ''}`} id="test-to" name="to" type="tel" inputMode="tel" autocomplete="off" ref={box} onInput={() => { key.current = ''; }} {...(failed ? { 'aria-describedby': 'test-error' } : {})} />
          </div>
          <button class="nhsuk-button nhsuk-button--small nhsuk-button--secondary" type="submit" disabled={busy}>Send a test to me</button>
          <p role="status" class="app-action__said">{outcome}</p>
        </form>
      </Details>
    </Allowed>
  );
}
