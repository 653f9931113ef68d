// Filter forms: plain GET forms whose answer is a URL.
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { withQuery, type Query } from '../route/query';
import { go } from '../route/route';
import type { Words } from '../words/word';

/** @param keep parts of the URL that the form leaves as they are, e.g. the sort order. */
export function Filters(p: { path: string; keep?: Query; clear: boolean; children: ComponentChildren }) {
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const asked: Record<string, string> = { ...p.keep };
    for (const [name, value] of new FormData(event.currentTarget as HTMLFormElement)) asked[name] = String(value).trim();
    go(withQuery(p.path, asked));
  };
  return (
    <form class="app-filters" method="get" action={p.path} noValidate onSubmit={submit} aria-label="Filter">
      {p.children}
      <div class="app-filters__buttons">
        <button class="nhsuk-button nhsuk-button--small" type="submit">Apply</button>
        {p.clear && <a href={p.path}>Clear filters</a>}
      </div>
    </form>
  );
}

export function TextField(p: { name: string; label: string; hint?: string; value: string; width?: number }) {
  const id = useId();
  return (
    <div class="app-field">
      <label class="nhsuk-label" for={id}>{p.label}</label>
      {p.hint && <div class="nhsuk-hint" id={`${id}-hint`}>{p.hint}</div>}
      <input
        class={`nhsuk-input nhsuk-input--width-${p.width ?? 10}`}
        id={id}
        name={p.name}
        type="text"
        autoComplete="off"
        spellcheck={false}
        key={p.value}
        defaultValue={p.value}
        {...(p.hint ? { 'aria-describedby': `${id}-hint` } : {})}
      />
    </div>
  );
}

export function DateField(p: { name: string; label: string; value: string }) {
  const id = useId();
  return (
    <div class="app-field">
      <label class="nhsuk-label" for={id}>{p.label}</label>
      <input class="nhsuk-input nhsuk-input--width-10" id={id} name={p.name} type="date" key={p.value} defaultValue={p.value} />
    </div>
  );
}

export interface Option {
  readonly value: string;
  readonly text: string;
}
export const optionsOf = (words: Words): Option[] => Object.entries(words).map(([value, word]) => ({ value, text: word.label }));

export function SelectField(p: { name: string; label: string; all: string; options: readonly Option[]; value: string }) {
  const id = useId();
  const known = p.value === '' || p.options.some((option) => option.value === p.value);
  return (
    <div class="app-field">
      <label class="nhsuk-label" for={id}>{p.label}</label>
      <select class="nhsuk-select" id={id} name={p.name} key={p.value}>
        <option value="" selected={p.value === ''}>{p.all}</option>
        {p.options.map((option) => (
          <option key={option.value} value={option.value} selected={option.value === p.value}>{option.text}</option>
        ))}
        {!known && <option value={p.value} selected>{p.value}</option>}
      </select>
    </div>
  );
}
