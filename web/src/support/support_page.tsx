// A practice lets a support user in for a while, sees who is in, and sends them out at once.
import { useState } from 'preact/hooks';
import { postJson } from '../api/client';
import { useMay } from '../api/may';
import { useResource } from '../api/use_resource';
import { practices } from '../live/live';
import { links } from '../route/links';
import { place } from '../route/route';
import { Panel, When } from '../ui/bits';
import { SelectField, TextField } from '../ui/form';
import { Page } from '../ui/page';
import { PracticeChoice, chosenPractice, nameOf } from '../ui/practice_choice';
import { Empty, Fetched } from '../ui/state';
import { Table, type Column } from '../ui/table';
import { lookForSupport, type SupportSession } from './sessions';

interface Answer {
  readonly support: readonly SupportSession[];
  readonly helpers?: readonly string[];
}

const spans: readonly (readonly [string, string])[] = [['15', '15 minutes'], ['30', '30 minutes'], ['60', '1 hour'], ['120', '2 hours'], ['240', '4 hours'], ['480', '8 hours']];

export function SupportPage() {
  const practice = chosenPractice(place.value.query['practice'] ?? '', practices.value);
  return (
    <Page title="Support access" lead="Support sees nothing of a practice unless the practice lets them in, for as long as it says. They are shown no patient’s name, number or words, and everything they look at stands in the practice’s audit trail.">
      <PracticeChoice path="/app/support" value={practice} />
      {practice === '' ? <Empty title="Choose a practice" /> : <Sessions key={practice} practice={practice} />}
    </Page>
  );
}

function Sessions(p: { practice: string }) {
  const path = `practices/${encodeURIComponent(p.practice)}/support`;
  const answer = useResource<Answer>(path);
  const may = useMay('POST', path);
  const reload = (): void => {
    answer.reload();
    lookForSupport();
  };
  return (
    <Fetched of={answer} what="support access">
      {(value) => (
        <>
          <Panel title={value.support.length === 0 ? 'Nobody is let in' : 'Let in now'} more={<a href={links.audit({ practice: p.practice })}>What they looked at</a>}>
            {value.support.length === 0 ? <Empty title={`Support sees nothing of ${nameOf(p.practice)}`} /> : <Open practice={p.practice} rows={value.support} may={may} reload={reload} />}
          </Panel>
          {may && <Panel title="Let somebody in"><LetIn path={path} helpers={value.helpers ?? []} reload={reload} /></Panel>}
        </>
      )}
    </Fetched>
  );
}

export function Open(p: { practice: string; rows: readonly SupportSession[]; may: boolean; reload: () => void }) {
  const columns: readonly Column<SupportSession>[] = [
    { head: 'Who', cell: (one) => <span class="app-name">{one.user}</span> },
    { head: 'Until', cell: (one) => <When at={one.until} /> },
    { head: 'Let in by', cell: (one) => one.by },
    { head: 'Why', cell: (one) => <span class="app-name">{one.reason}</span> },
    ...(p.may ? [{ head: 'End', cell: (one: SupportSession) => <SendOut practice={p.practice} user={one.user} reload={p.reload} /> }] : []),
  ];
  return <Table<SupportSession> caption="Support users who are let in" caption_hidden columns={columns} rows={p.rows} row_key={(one) => one.user} />;
}

function SendOut(p: { practice: string; user: string; reload: () => void }) {
  const [said, setSaid] = useState('');
  const end = async (): Promise<void> => {
    const answer = await postJson(`practices/${encodeURIComponent(p.practice)}/support-end`, { user: p.user });
    if (answer.ok) p.reload();
    else setSaid(answer.problem.reason);
  };
  return (
    <span class="app-action">
      <button class="nhsuk-button nhsuk-button--small nhsuk-button--warning" type="button" onClick={() => void end()}>End now<span class="nhsuk-u-visually-hidden"> the access of {p.user}</span></button>
      <span role="status" class="app-action__failed">{said}</span>
    </span>
  );
}

function LetIn(p: { path: string; helpers: readonly string[]; reload: () => void }) {
  const [said, setSaid] = useState('');
  const open = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const given = (name: string): string => String(new FormData(form).get(name) ?? '').trim();
    if (given('user') === '') return setSaid('Choose who is let in.');
    if (given('minutes') === '') return setSaid('Choose for how long.');
    if (given('reason') === '') return setSaid('Say why: everybody in the practice sees it.');
    const answer = await postJson(p.path, { user: given('user'), minutes: Number(given('minutes')), reason: given('reason') });
    if (!answer.ok) return setSaid(answer.problem.reason);
    setSaid('');
    form.reset();
    p.reload();
  };
  if (p.helpers.length === 0) return <Empty title="There is nobody to let in">The host’s operators haven’t made a support user yet.</Empty>;
  return (
    <form class="app-filters" noValidate onSubmit={(event) => void open(event)} aria-label="Let somebody in">
      <SelectField name="user" label="Who" all="Choose who" options={p.helpers.map((name) => ({ value: name, text: name }))} value="" />
      <SelectField name="minutes" label="For how long" all="Choose how long" options={spans.map(([value, text]) => ({ value, text }))} value="" />
      <TextField name="reason" label="Why" hint="No patient’s name or number" value="" width={20} />
      <div class="app-filters__buttons"><button class="nhsuk-button nhsuk-button--small" type="submit">Let them in</button></div>
      <p role="status" class="app-action__failed">{said}</p>
    </form>
  );
}
