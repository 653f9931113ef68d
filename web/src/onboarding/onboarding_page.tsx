// A practice's file on its way in: given, checked, examined, applied. Each step is shown once the one before it is done,
// and a changed text begins anew.
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { postJson } from '../api/client';
import type { DoctorFinding, FileFinding, OnboardingCheck, OnboardingDoctor } from '../api/onboarding_types';
import { counted } from '../format/format';
import { links } from '../route/links';
import { Legend, Panel } from '../ui/bits';
import { Page } from '../ui/page';
import { Empty } from '../ui/state';
import { Table, type Column } from '../ui/table';
import { StateTag } from '../ui/tag';
import { doctor_verdicts } from '../words/onboarding_words';
import { changeIn, Difference } from './difference';

/** The broker takes no longer ones this way; a practice's file has some 2,000. */
export const letters_max = 60_000;

const placeOf = (f: FileFinding): string => (f.line === 0 ? 'The whole file' : `Line ${f.line}, column ${f.column}`);

const findingColumns: readonly Column<FileFinding>[] = [
  { head: 'Where', cell: placeOf },
  { head: 'What', cell: (f) => <span class="app-name">{f.reason}</span> },
  { head: 'Found', cell: (f) => <span class="app-name">{f.found}</span> },
  { head: 'What may stand there', cell: (f) => <span class="app-name">{f.allowed}</span> },
];

const doctorColumns: readonly Column<DoctorFinding>[] = [
  { head: 'What', cell: (f) => <span class="app-name">{f.what}</span> },
  { head: 'How it is', cell: (f) => <StateTag words={doctor_verdicts} state={f.verdict} /> },
  { head: 'Where', cell: (f) => <span class="app-name">{f.where}</span> },
  { head: 'Found', cell: (f) => <span class="app-name">{f.found}{f.mend && <span class="app-why">{f.mend}</span>}</span> },
];

export function OnboardingPage(_p: { parts: Readonly<Record<string, string>> }) {
  const [yaml, setYaml] = useState('');
  const [checked, setChecked] = useState<OnboardingCheck | null>(null);
  const [said, setSaid] = useState('');
  const [busy, setBusy] = useState(false);
  const asked = useRef(0);

  const give = (text: string): void => {
    asked.current += 1; // an answer about another text must not be shown beside this one
    setYaml(text);
    setChecked(null);
    setSaid('');
    setBusy(false);
  };
  const check = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (yaml.trim() === '') return setSaid('Paste a practice’s file, or choose one.');
    if (new TextEncoder().encode(yaml).length > letters_max) return setSaid('This file is too large for a practice’s.');
    const mine = ++asked.current;
    setBusy(true);
    setSaid('');
    const answer = await postJson<OnboardingCheck>('onboarding/check', { yaml });
    if (mine !== asked.current) return;
    setBusy(false);
    if (answer.ok) setChecked(answer.value);
    else setSaid(answer.problem.reason);
  };
  return (
    <Page title="Bring in a practice" lead="Paste a practice’s file or choose it, see what is wrong with it and what it changes, look whether its clinical system can be reached, and put it in force. Nothing changes before the last step.">
      <Given yaml={yaml} give={give} check={check} busy={busy} said={said} />
      {checked && <Checked key={asked.current} of={checked} yaml={yaml} />}
    </Page>
  );
}

function Given(p: { yaml: string; give: (text: string) => void; check: (event: SubmitEvent) => Promise<void>; busy: boolean; said: string }) {
  const id = useId();
  const read = async (event: Event): Promise<void> => {
    const file = (event.currentTarget as HTMLInputElement).files?.[0];
    if (file) p.give(await file.slice(0, letters_max + 1).text()); // what is cut off is too large, and is told so
  };
  return (
    <Panel title="1. The practice’s file">
      <form noValidate onSubmit={(event) => void p.check(event)} aria-label="The practice’s file">
        <div class="app-field">
          <label class="nhsuk-label" for={`${id}-file`}>Choose a file</label>
          <div class="nhsuk-hint" id={`${id}-file-hint`}>Its name doesn’t matter: it becomes the practice’s code with .yaml.</div>
          <input class="app-file" id={`${id}-file`} type="file" accept=".yaml,.yml,text/yaml" aria-describedby={`${id}-file-hint`} onChange={(event) => void read(event)} />
        </div>
        <div class="app-field">
          <label class="nhsuk-label" for={`${id}-text`}>Or paste it</label>
          <div class="nhsuk-hint" id={`${id}-text-hint`}>Name secrets by a file in the folder “secrets” beside the practices’ folder; don’t paste them.</div>
          <textarea class="nhsuk-textarea app-yaml" id={`${id}-text`} rows={14} spellcheck={false} autoComplete="off" autoCapitalize="none" aria-describedby={`${id}-text-hint`} value={p.yaml} onInput={(event) => p.give(event.currentTarget.value)} />
        </div>
        <span class="app-action">
          <button class="nhsuk-button nhsuk-button--small" type="submit" disabled={p.busy}>Check the file</button>
          <span role="status" class={p.said ? 'app-action__failed' : 'app-action__said'}>{p.busy ? 'It is being checked.' : p.said}</span>
        </span>
      </form>
    </Panel>
  );
}

export function Checked(p: { of: OnboardingCheck; yaml: string }) {
  const { of } = p;
  const good = of.errors.length === 0;
  const about = useRef<HTMLDivElement>(null);
  useEffect(() => about.current?.focus(), []);
  const rows = (all: readonly FileFinding[], caption: string) => (
    <Table<FileFinding> caption={caption} caption_hidden columns={findingColumns} rows={all} row_key={(f) => `${f.line}:${f.column}:${f.reason}`} />
  );
  return (
    <>
      <div ref={about} tabIndex={-1} role="status" class="app-result">
        {good ? `The file of ${of.name} (${of.practice}) has no errors.` : `${counted(of.errors.length, 'error')} must be mended first.`}
      </div>
      {!good && <Panel title={counted(of.errors.length, 'error')}>{rows(of.errors, 'Errors')}</Panel>}
      {of.warnings.length > 0 && <Panel title={counted(of.warnings.length, 'thing to look at', 'things to look at')} lead="The file can be put in force as it is.">{rows(of.warnings, 'Things to look at')}</Panel>}
      {of.practice && (
        <Panel title="2. What changes" lead={changeIn(of.difference, of.exists)}>
          {of.difference.length > 0 ? <Difference lines={of.difference} /> : <Empty title="Nothing changes" />}
        </Panel>
      )}
      {good && <Doctor yaml={p.yaml} />}
      {good && of.difference.length > 0 && <Apply of={of} yaml={p.yaml} />}
    </>
  );
}

function Doctor(p: { yaml: string }) {
  const [found, setFound] = useState<readonly DoctorFinding[] | null>(null);
  const [said, setSaid] = useState('');
  const [busy, setBusy] = useState(false);
  const examine = async (): Promise<void> => {
    setBusy(true);
    setSaid('');
    const answer = await postJson<OnboardingDoctor>('onboarding/doctor', { yaml: p.yaml });
    setBusy(false);
    if (answer.ok) setFound(answer.value.findings);
    else setSaid(answer.problem.reason);
  };
  return (
    <Panel title="3. Can its clinical system be reached?" lead="The broker calls it as tidings doctor does. Nothing is read or written there. It takes some ten seconds at most.">
      {found && (found.length === 0
        ? <Empty title="There is nothing to look at from here" />
        : <Table<DoctorFinding> caption="What was found" caption_hidden columns={doctorColumns} rows={found} row_key={(f) => f.what + f.where} />)}
      <span class="app-action">
        <button class="nhsuk-button nhsuk-button--small nhsuk-button--secondary" type="button" disabled={busy} onClick={() => void examine()}>{found ? 'Look again' : 'Look'}</button>
        <span role="status" class={said ? 'app-action__failed' : 'app-action__said'}>{busy ? 'It is being looked at.' : said || (found ? `${counted(found.length, 'thing was', 'things were')} looked at.` : '')}</span>
      </span>
      {found && found.length > 0 && <Legend summary="What these words mean" words={doctor_verdicts} />}
    </Panel>
  );
}

function Apply(p: { of: OnboardingCheck; yaml: string }) {
  const { of } = p;
  const [stage, setStage] = useState<'idle' | 'asking' | 'busy' | 'done'>('idle');
  const [said, setSaid] = useState('');
  const apply = async (): Promise<void> => {
    setStage('busy');
    const answer = await postJson<{ applied: boolean }>('onboarding/apply', { yaml: p.yaml, practice: of.practice, base: of.base });
    setStage(answer.ok ? 'done' : 'idle');
    setSaid(answer.ok ? '' : answer.problem.reason);
  };
  if (stage === 'done')
    return (
      <Panel title="4. Put it in force">
        <p role="status">The file is in its place and is in force within five seconds. See <a href={links.practice(of.practice)}>{of.practice}</a>.</p>
      </Panel>
    );
  return (
    <Panel title="4. Put it in force" lead={of.exists ? 'What is under way is finished by the settings it began with.' : 'The practice’s appointments are read at once, and its reminders go out by its rules.'}>
      {stage === 'asking' ? (
        <span class="app-action" role="group" aria-label={`Put the file of ${of.practice} in force`}>
          <span class="app-action__ask">Patients of {of.name} will get messages by this file.</span>
          <button class="nhsuk-button nhsuk-button--small nhsuk-button--warning" type="button" ref={(b) => b?.focus()} onClick={() => void apply()}>Yes, put it in force</button>
          <button class="nhsuk-button nhsuk-button--small nhsuk-button--secondary" type="button" onClick={() => setStage('idle')}>No</button>
        </span>
      ) : (
        <span class="app-action">
          <button class="nhsuk-button nhsuk-button--small" type="button" disabled={stage === 'busy'} onClick={() => setStage('asking')}>Put it in force</button>
          <span role="status" class="app-action__failed">{said}</span>
        </span>
      )}
    </Panel>
  );
}
