// A section's entries as fields. What is wrong with a field is said at it.
import { useId } from 'preact/hooks';
import type { FileFinding } from '../api/onboarding_types';
import type { TemplateList } from '../api/template_types';
import { useResource } from '../api/use_resource';
import { withQuery } from '../route/query';
import { fits, shapes, shown, typed, type Field } from './shapes';
import type { Fields, Place } from './yaml';

export interface Entry {
  /** Stays the same while others are added and taken away. */
  readonly key: number;
  readonly fields: Fields;
}
export interface Wrong {
  readonly entry: number;
  readonly field: string;
  readonly said: string;
}

export function wrongAt(errors: readonly FileFinding[], places: readonly (Place | null)[]): Wrong[] {
  return errors.flatMap((one) => {
    const place = places[one.line - 1];
    return place ? [{ ...place, said: saidOf(one) }] : [];
  });
}

export const saidOf = (one: FileFinding): string => `${one.reason}: ${one.found}. Allowed: ${one.allowed}`;

export function SectionForm(p: { section: string; practice?: string; entries: readonly Entry[]; wrong: readonly Wrong[]; change: (entries: readonly Entry[]) => void }) {
  const shape = shapes[p.section];
  if (!shape) return null;
  const rows = shape.of === 'rows';
  const put = (key: number, name: string, value: Fields[string]): void =>
    p.change(p.entries.map((one) => (one.key === key ? { key, fields: { ...one.fields, [name]: value } } : one)));
  const add = (): void => p.change([...p.entries, { key: Math.max(0, ...p.entries.map((one) => one.key)) + 1, fields: {} }]);
  return (
    <>
      {p.entries.map((entry, i) => (
        <fieldset class="app-entry" key={entry.key}>
          <legend>{rows ? `${shape.entry} ${i + 1}${typeof entry.fields['id'] === 'string' ? `: ${entry.fields['id']}` : ''}` : shape.entry}</legend>
          {shape.fields.map((field) => (
            <FieldOf key={field.name} field={field} practice={p.practice ?? ''} value={entry.fields[field.name]} said={p.wrong.filter((one) => one.entry === i && one.field === field.name).map((one) => one.said).join(' ')} put={(value) => put(entry.key, field.name, value)} />
          ))}
          {rows && (
            <button class="nhsuk-button nhsuk-button--small nhsuk-button--secondary" type="button" onClick={() => p.change(p.entries.filter((one) => one.key !== entry.key))}>
              Take it out<span class="nhsuk-u-visually-hidden"> {shape.entry} {i + 1}</span>
            </button>
          )}
        </fieldset>
      ))}
      {rows && <button class="nhsuk-button nhsuk-button--small nhsuk-button--secondary" type="button" onClick={add}>Add one more</button>}
    </>
  );
}

/** Suggestions beside a box; without them it is a box like any other. */
function Templates(p: { id: string; practice: string }) {
  const answer = useResource<TemplateList>(withQuery('templates', { practice: p.practice }), false);
  const known = (answer.value?.templates ?? []).filter((one) => one.state === 'in_force');
  return <datalist id={p.id}>{known.map((one) => <option key={one.id} value={one.id}>{one.title}</option>)}</datalist>;
}

function FieldOf(p: { field: Field; practice: string; value: Fields[string]; said: string; put: (value: Fields[string]) => void }) {
  const id = useId();
  const { field } = p;
  if (!fits(field, p.value)) return <p class="app-hint">{field.label}: set in the file in a way that has no field here. It stays as it is.</p>;
  const about = [field.hint ? `${id}-hint` : '', p.said ? `${id}-wrong` : ''].filter((one) => one !== '').join(' ');
  const common = { id, ...(about ? { 'aria-describedby': about } : {}), ...(p.said ? { 'aria-invalid': true } : {}) };
  const was = shown(field, p.value);
  const put = (text: string): void => p.put(typed(field, text));
  const offered = field.offers === 'templates' && p.practice !== '';
  const look = p.said ? ' nhsuk-input--error' : '';
  return (
    <div class="app-field">
      <label class="nhsuk-label" for={id}>{field.label}</label>
      {field.hint && <div class="nhsuk-hint" id={`${id}-hint`}>{field.hint}</div>}
      {p.said && <p class="nhsuk-error-message" id={`${id}-wrong`}><span class="nhsuk-u-visually-hidden">Error: </span>{p.said}</p>}
      {field.kind === 'long' || field.kind === 'lines' ? (
        <textarea class={`nhsuk-textarea${look}`} rows={field.kind === 'long' ? 3 : 2} defaultValue={was} onInput={(event) => put(event.currentTarget.value)} {...common} />
      ) : field.kind === 'yes_no' || field.kind === 'choice' ? (
        <select class="nhsuk-select" onChange={(event) => put(event.currentTarget.value)} {...common}>
          <option value="" selected={was === ''}>As usual</option>
          {(field.choices ?? [['yes', 'Yes'], ['no', 'No']]).map(([value, text]) => <option key={value} value={value} selected={was === value}>{text}</option>)}
        </select>
      ) : (
        <input class={`nhsuk-input nhsuk-input--width-20${look}`} type="text" autoComplete="off" spellcheck={false} defaultValue={was} onInput={(event) => put(event.currentTarget.value)} {...common} {...(offered ? { list: `${id}-offers` } : {})} />
      )}
      {offered && <Templates id={`${id}-offers`} practice={p.practice} />}
    </div>
  );
}
