import { useRef, useState } from 'preact/hooks';
import { get, postJson } from '../api/client';
import type { FileFinding, OnboardingCheck } from '../api/onboarding_types';
import type { PracticeSections, Section, SectionChange } from '../api/section_types';
import { counted } from '../format/format';
import { Difference, changeIn } from '../onboarding/difference';
import { withQuery } from '../route/query';
import { Panel } from '../ui/bits';
import { Empty } from '../ui/state';
import { Table, type Column } from '../ui/table';
import { SectionForm, saidOf, wrongAt, type Entry } from './section_form';
import { entriesOf, section_names, written } from './shapes';

const columns: readonly Column<FileFinding>[] = [
  { head: 'Line', numeric: true, cell: (f) => (f.line > 0 ? `${f.line}:${f.column}` : '') },
  { head: 'What', cell: (f) => saidOf(f) },
];

/** @param from the section as it was before a change: it comes back as text */
export function Editor(p: { practice: string; base: string; section: Section; from?: SectionChange; onDone: () => void }) {
  const { section } = p;
  const first = entriesOf(section.name, section.value);
  const [as_form, setForm] = useState(first !== null && !p.from);
  const [entries, setEntries] = useState<readonly Entry[]>((first ?? []).map((fields, i) => ({ key: i + 1, fields })));
  const [text, setText] = useState(p.from ? p.from.before : section.text);
  const [checked, setChecked] = useState<OnboardingCheck | null>(null);
  const [said, setSaid] = useState('');
  const [base, setBase] = useState(p.base);
  const [busy, setBusy] = useState(false);
  const result = useRef<HTMLDivElement>(null);
  const now = as_form ? written(section.name, entries.map((one) => one.fields)) : { text, places: [] };
  const touched = (): void => setChecked(null); // what was checked is no longer what stands here
  const ask = async <T,>(what: string): Promise<T | null> => {
    setBusy(true);
    setSaid('');
    const answer = await postJson<T>(withQuery(`practice-sections/${what}`, { practice: p.practice }), { section: section.name, text: now.text, base });
    const why = answer.ok ? '' : answer.problem.status === 409 ? await changedMeanwhile(answer.problem.reason) : answer.problem.reason;
    setBusy(false);
    setSaid(why);
    return answer.ok ? answer.value : null;
  };
  /** Of another part: on from the file as it is now, with all that stands here. Of this one: a person has to see both. */
  const changedMeanwhile = async (reason: string): Promise<string> => {
    const answer = await get<PracticeSections>(withQuery('practice-sections', { practice: p.practice }));
    if (!answer.ok || answer.value.base === base) return reason;
    touched();
    const theirs = answer.value.sections.find((one) => one.name === section.name)?.text ?? '';
    if (theirs !== section.text) return 'Somebody has changed this same part meanwhile, and yours is not in force. Copy what you wrote, then load the page again to see theirs.';
    setBase(answer.value.base);
    return 'Somebody has changed another part of the practice’s file meanwhile. What you wrote is still here: check it again.';
  };
  const check = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    setChecked(await ask<OnboardingCheck>('check'));
    result.current?.focus();
  };
  const apply = async (): Promise<void> => {
    if (await ask('apply')) p.onDone();
  };
  const wrong = checked && as_form ? wrongAt(checked.errors, now.places) : [];
  const title = section_names[section.name] ?? section.name;
  return (
    <Panel title={p.from ? `${title}, as before change ${p.from.number}` : title}>
      {first && (
        <button class="nhsuk-button nhsuk-button--small nhsuk-button--secondary" type="button" onClick={() => { setForm(!as_form); touched(); }}>
          {as_form ? 'Edit it as text' : 'Edit it as a form'}
        </button>
      )}
      {!first && <p class="app-hint">This part has no form: it is edited as it stands in the practice’s file.</p>}
      <form noValidate onSubmit={(event) => void check(event)} aria-label={title}>
        {as_form ? (
          <SectionForm section={section.name} practice={p.practice} entries={entries} wrong={wrong} change={(all) => { setEntries(all); touched(); }} />
        ) : (
          <div class="app-field">
            <label class="nhsuk-label" for="section-text">{title} in the practice’s file</label>
            <div class="nhsuk-hint" id="section-text-hint">With its first line, {section.name}:. Empty: it is taken out, and what is usual counts.</div>
            <textarea class="nhsuk-textarea app-yaml" id="section-text" rows={14} spellcheck={false} autoComplete="off" autoCapitalize="none" aria-describedby="section-text-hint" value={text} onInput={(event) => { setText(event.currentTarget.value); touched(); }} />
          </div>
        )}
        <span class="app-action">
          <button class="nhsuk-button nhsuk-button--small" type="submit" disabled={busy}>Check it</button>
          <span role="status" class={said ? 'app-action__failed' : 'app-action__said'}>{busy ? 'It is being checked.' : said}</span>
        </span>
      </form>
      <div ref={result} tabIndex={-1} role="status" class="app-result">{checked ? summaryOf(checked) : ''}</div>
      {checked && <Checked of={checked} busy={busy} apply={apply} />}
    </Panel>
  );
}

export function summaryOf(of: OnboardingCheck): string {
  if (of.errors.length > 0) return `${counted(of.errors.length, 'error')} must be mended first.`;
  return of.difference.length === 0 ? 'Nothing would change.' : `It has no errors. ${changeIn(of.difference, true)}`;
}

export function Checked(p: { of: OnboardingCheck; busy: boolean; apply: () => Promise<void> }) {
  const { of } = p;
  const rows = (all: readonly FileFinding[], caption: string) => <Table<FileFinding> caption={caption} columns={columns} rows={all} row_key={(f) => `${f.line}:${f.column}:${f.reason}`} />;
  return (
    <>
      {of.errors.length > 0 && rows(of.errors, 'Errors')}
      {of.warnings.length > 0 && rows(of.warnings, 'Things to look at')}
      {of.difference.length > 0 ? <Difference lines={of.difference} /> : of.errors.length === 0 && <Empty title="Nothing changes" />}
      {of.errors.length === 0 && of.difference.length > 0 && (
        <button class="nhsuk-button nhsuk-button--small nhsuk-button--warning" type="button" disabled={p.busy} onClick={() => void p.apply()}>Put it in force</button>
      )}
    </>
  );
}
