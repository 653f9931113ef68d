// Writing a template: its words beside how they come out. Kept as a draft; nothing is sent by one.
import { useRef, useState } from 'preact/hooks';
import { postJson } from '../api/client';
import type { TemplateMoved, TemplateWords } from '../api/template_types';
import { Look } from './look';

export interface Given extends TemplateWords {
  readonly id: string;
  readonly channel: string;
}
export const blank: Given = { id: '', channel: 'sms', title: '', subject: '', body: '', alphabet: 'by_default' };

/** `Flu clinic 2026` is `flu-clinic-2026`. */
export const idFor = (title: string): string => title.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 40).replace(/-+$/, '');

/** What stands in the way of keeping it, as far as can be said here; the broker has the last word. */
export function missing(given: Given): { readonly field: string; readonly why: string } | null {
  if (given.title.trim() === '') return { field: 'title', why: 'Give it a name.' };
  if (!/^[a-z0-9][a-z0-9_-]{0,39}$/.test(given.id)) return { field: 'id', why: 'Its id has a-z, 0-9, _ and -, at most 40, with a letter or digit in front.' };
  if (given.channel === 'email' && given.subject.trim() === '') return { field: 'subject', why: 'An e-mail needs a subject.' };
  return given.body.trim() === '' ? { field: 'body', why: 'Write the message.' } : null;
}

const bodyFor = (given: Given, revision: number): Readonly<Record<string, string>> => ({
  channel: given.channel,
  title: given.title.trim(),
  subject: given.channel === 'email' ? given.subject.trim() : '',
  body: given.body.trim(),
  alphabet: given.alphabet,
  revision: String(revision),
});

export function DraftForm(p: { practice: string; from: Given; revision: number; is_new: boolean; saved: (what: TemplateMoved) => void; leave: () => void }) {
  const [given, setGiven] = useState(p.from);
  const [revision] = useState(p.revision); // as it was when writing began: what others write meanwhile isn't overwritten unseen
  const [own_id, setOwnId] = useState(false);
  const [failed, setFailed] = useState<{ field: string; why: string } | null>(null);
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const whole = p.is_new && !own_id ? { ...given, id: idFor(given.title) } : given;
  const write = (change: Partial<Given>): void => {
    setFailed(null);
    setGiven({ ...whole, ...change });
  };
  const refuse = (why: { field: string; why: string }): void => {
    setFailed(why);
    form.current?.querySelector<HTMLElement>(`[name="${CSS.escape(why.field)}"]`)?.focus();
  };
  const save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const problem = missing(whole);
    if (problem) return refuse(problem);
    setBusy(true);
    const answer = await postJson<TemplateMoved>(`templates/${encodeURIComponent(whole.id)}/draft?practice=${encodeURIComponent(p.practice)}`, bodyFor(whole, revision));
    setBusy(false);
    if (answer.ok) return p.saved(answer.value);
    refuse({ field: 'body', why: answer.problem.reason });
  };
  const field = (name: keyof Given, label: string, hint: string) => (
    <Line key={name} name={name} label={label} hint={hint} value={whole[name]} failed={failed?.field === name ? failed.why : ''} write={(value) => { if (name === 'id') setOwnId(true); write({ [name]: value }); }} />
  );
  return (
    <form class="app-composer" noValidate onSubmit={(event) => void save(event)} ref={form} aria-label="Template">
      {field('title', 'Name', 'What staff choose it by. Patients don’t see it.')}
      {p.is_new && field('id', 'Id', 'What programs and the audit trail know it by. It stays.')}
      {p.is_new && <Choice name="channel" label="Sent as" value={whole.channel} options={[['sms', 'Text message'], ['email', 'E-mail, by programs']]} write={(channel) => write({ channel })} />}
      {whole.channel === 'email' && field('subject', 'Subject', 'Fields may stand in it as in the message.')}
      <div class={`nhsuk-form-group${failed?.field === 'body' ? ' nhsuk-form-group--error' : ''}`}>
        <label class="nhsuk-label" for="template-body">Message</label>
        <div class="nhsuk-hint" id="template-body-hint">Known by themselves: ((title)) ((first_name)) ((last_name)) ((practice_name)) ((practice_phone)). Any other field is asked of whoever sends. ((name??text)) shows the text when the field says yes.</div>
        {failed?.field === 'body' && <p class="nhsuk-error-message" id="template-body-error" role="alert"><span class="nhsuk-u-visually-hidden">Error: </span>{failed.why}</p>}
        <textarea class={`nhsuk-textarea${failed?.field === 'body' ? ' nhsuk-textarea--error' : ''}`} id="template-body" name="body" rows={6} dir="auto" value={whole.body} aria-describedby={`template-body-hint${failed?.field === 'body' ? ' template-body-error' : ''}`} onInput={(event) => write({ body: event.currentTarget.value })} />
      </div>
      {whole.channel === 'sms' && <Choice name="alphabet" label="Letters" value={whole.alphabet} options={[['by_default', 'As the practice has it'], ['gsm', 'English and Welsh; others go as their likeness'], ['unicode', 'Any, at 70 characters a part']]} write={(alphabet) => write({ alphabet })} />}
      <section aria-label="How it comes out">
        <p class="nhsuk-label">How it comes out</p>
        <Look practice={p.practice} of={whole} />
      </section>
      <div class="app-buttons">
        <button class="nhsuk-button nhsuk-button--small" type="submit" disabled={busy}>{busy ? 'Storing…' : 'Keep this draft'}</button>
        <button class="nhsuk-button nhsuk-button--small nhsuk-button--secondary" type="button" onClick={p.leave}>Leave it</button>
      </div>
    </form>
  );
}

function Line(p: { name: string; label: string; hint: string; value: string; failed: string; write: (value: string) => void }) {
  const id = `template-${p.name}`;
  return (
    <div class={`app-field nhsuk-form-group${p.failed ? ' nhsuk-form-group--error' : ''}`}>
      <label class="nhsuk-label" for={id}>{p.label}</label>
      <div class="nhsuk-hint" id={`${id}-hint`}>{p.hint}</div>
      {p.failed && <p class="nhsuk-error-message" id={`${id}-error`} role="alert"><span class="nhsuk-u-visually-hidden">Error: </span>{p.failed}</p>}
      <input class={`nhsuk-input${p.failed ? ' nhsuk-input--error' : ''}`} id={id} name={p.name} value={p.value} autocomplete="off" aria-describedby={`${id}-hint${p.failed ? ` ${id}-error` : ''}`} onInput={(event) => p.write(event.currentTarget.value)} />
    </div>
  );
}

function Choice(p: { name: string; label: string; value: string; options: readonly (readonly [string, string])[]; write: (value: string) => void }) {
  const id = `template-${p.name}`;
  return (
    <div class="app-field">
      <label class="nhsuk-label" for={id}>{p.label}</label>
      <select class="nhsuk-select" id={id} name={p.name} value={p.value} onChange={(event) => p.write(event.currentTarget.value)}>
        {p.options.map(([value, text]) => <option key={value} value={value}>{text}</option>)}
      </select>
    </div>
  );
}
