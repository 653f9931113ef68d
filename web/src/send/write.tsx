// Choosing a template or writing; what own words cost is counted as they are typed.
import { useRef, useState } from 'preact/hooks';
import type { SendOptions } from '../api/staff_forms';
import { smsCost, sms_units_max } from '../format/sms';
import { said } from '../inbox/composer';
import { missing, templateOf, type Wish } from './wish';

export function Write(p: { options: SendOptions; wish: Wish; setWish: (next: Wish) => void; done: () => void }) {
  const [failed, setFailed] = useState<{ field: string; why: string } | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const chosen = templateOf(p.options, p.wish);
  const cost = smsCost(chosen ? chosen.body : p.wish.text, chosen?.alphabet ?? p.options.alphabet);
  const write = (change: Partial<Wish>): void => {
    setFailed(null);
    p.setWish({ ...p.wish, ...change });
  };
  const goOn = (event: SubmitEvent): void => {
    event.preventDefault();
    const problem = missing(p.options, p.wish) ?? (!chosen && cost.units > sms_units_max ? { field: 'text', why: `Shorten the message: it holds ${sms_units_max} characters.` } : null);
    if (!problem) return p.done();
    setFailed(problem);
    form.current?.querySelector<HTMLElement>(`[name="${CSS.escape(problem.field)}"]`)?.focus();
  };
  return (
    <form class="app-composer" noValidate onSubmit={goOn} ref={form} aria-label="The message">
      {p.options.templates.length > 0 && (
        <div class="app-field">
          <label class="nhsuk-label" for="template">Template</label>
          <select class="nhsuk-select" id="template" value={p.wish.template} onChange={(event) => write({ template: event.currentTarget.value })}>
            <option value="">None, I write it myself</option>
            {p.options.templates.map((one) => <option key={one.id} value={one.id}>{one.title}</option>)}
          </select>
        </div>
      )}
      {chosen ? (
        <>
          <p class="nhsuk-label">The template’s words</p>
          <p class="app-phone" dir="auto">{chosen.body}</p>
          {chosen.fields.map((name) => <Field key={name} name={name} value={p.wish.fields[name] ?? ''} failed={failed?.field === `field-${name}` ? failed.why : ''} write={(value) => write({ fields: { ...p.wish.fields, [name]: value } })} />)}
        </>
      ) : (
        <div class={`nhsuk-form-group${failed ? ' nhsuk-form-group--error' : ''}`}>
          <label class="nhsuk-label" for="message">Your message</label>
          <div class="nhsuk-hint" id="message-hint">Begin with the patient’s name and say who writes. Nothing you would not want read on a lock screen.</div>
          {failed && <p class="nhsuk-error-message" id="message-error" role="alert"><span class="nhsuk-u-visually-hidden">Error: </span>{failed.why}</p>}
          <textarea class={`nhsuk-textarea${failed ? ' nhsuk-textarea--error' : ''}`} id="message" name="text" rows={5} value={p.wish.text} dir="auto" aria-describedby={`message-hint message-cost${failed ? ' message-error' : ''}`} onInput={(event) => write({ text: event.currentTarget.value })} />
        </div>
      )}
      <p class="app-composer__cost" id="message-cost">{said(cost, chosen !== null)}</p>
      <button class="nhsuk-button nhsuk-button--small" type="submit">Go on and check it</button>
    </form>
  );
}

function Field(p: { name: string; value: string; failed: string; write: (value: string) => void }) {
  const id = `field-${p.name.replace(/[^a-z0-9]+/gi, '-')}`;
  return (
    <div class={`app-field nhsuk-form-group${p.failed ? ' nhsuk-form-group--error' : ''}`}>
      <label class="nhsuk-label" for={id}>{p.name}</label>
      {p.failed && <p class="nhsuk-error-message" id={`${id}-error`} role="alert"><span class="nhsuk-u-visually-hidden">Error: </span>{p.failed}</p>}
      <input class={`nhsuk-input nhsuk-input--width-20${p.failed ? ' nhsuk-input--error' : ''}`} id={id} name={`field-${p.name}`} value={p.value} autocomplete="off" {...(p.failed ? { 'aria-describedby': `${id}-error` } : {})} onInput={(event) => p.write(event.currentTarget.value)} />
    </div>
  );
}
