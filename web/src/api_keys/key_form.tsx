// A new key of a program's. It is shown this once.
import { useState } from 'preact/hooks';
import { postJson } from '../api/client';
import { useMay } from '../api/may';
import type { MadeKey } from '../api/key_types';
import { SelectField, TextField, optionsOf } from '../ui/form';
import { key_scopes, key_types } from '../words/key_words';

/** No more than a program needs that sends and wants to know what came of it. */
const usual: readonly string[] = ['send_sms', 'send_email', 'read_own', 'templates'];

export function KeyForm(p: { practice: string; onDone: () => void }) {
  const [said, setSaid] = useState('');
  const [made, setMade] = useState<MadeKey | null>(null);
  if (!useMay('POST', 'api-keys')) return null;
  const make = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const given = (name: string): string => String(new FormData(form).get(name) ?? '').trim();
    setMade(null);
    if (new FormData(form).getAll('scope').length === 0) {
      setSaid('Tick what it may do.');
      form.querySelector<HTMLElement>('input[name=scope]')?.focus();
      return;
    }
    const answer = await postJson<MadeKey>(`api-keys?practice=${encodeURIComponent(p.practice)}`, {
      name: given('name').toLowerCase(),
      type: given('type') || 'normal',
      guests: given('guests'),
      scopes: new FormData(form).getAll('scope').map(String).join(','),
    });
    if (!answer.ok) return setSaid(answer.problem.reason);
    setSaid('');
    setMade(answer.value);
    form.reset();
    p.onDone();
  };
  return (
    <>
      <form class="app-filters" noValidate onSubmit={(event) => void make(event)} aria-label="A new key">
        <TextField name="name" label="Name" hint="Such as booking-system; it can’t be used twice" value="" width={20} />
        <SelectField name="type" label="Type" all="Live: sends to anybody" options={optionsOf(key_types).filter((one) => one.value !== 'normal')} value="" />
        <TextField name="guests" label="Guests" hint="Of a team key: mobile numbers, with commas between them" value="" width={20} />
        <fieldset class="app-scopes">
          <legend>What it may do</legend>
          {key_scopes.map(([name, label, hint]) => (
            <label class="app-check" key={name}>
              <input name="scope" type="checkbox" value={name} defaultChecked={usual.includes(name)} />
              <span>{label}{hint && <span class="app-why">{hint}</span>}</span>
            </label>
          ))}
        </fieldset>
        <div class="app-filters__buttons">
          <button class="nhsuk-button nhsuk-button--small" type="submit">Make the key</button>
        </div>
      </form>
      <div role="status">
        {said && <p class="app-action__failed">{said}</p>}
        {made && (
          <div class="app-forecast">
            <p><strong>The key {made.name} is in force.</strong> Give it to the program now: it is never shown again.</p>
            <p><code class="app-mono">{made.key}</code></p>
          </div>
        )}
      </div>
    </>
  );
}
