// Opt-outs by channel and kind, and taking down what a patient said about them: who, when and how is kept.
import { useState } from 'preact/hooks';
import { postJson } from '../api/client';
import type { ChannelChoice, PatientCard } from '../api/staff_types';
import { withQuery } from '../route/query';
import { Allowed } from '../ui/allowed';
import { Table, type Column } from '../ui/table';
import { nameFor } from '../words/look_up';
import { channel_names, consents, kind_names, wish_told } from '../words/staff_words';

/** Kinds that patients choose between; the rest follows from what they do. */
const choosable = ['reminder', 'confirmation', 'now', 'campaign', 'fft', 'survey', 'newsletter', 'follow_up', 'waiting_list'];

export function Wishes(p: { patient: PatientCard; practice: string; reload: () => void }) {
  const path = `patients/${encodeURIComponent(p.patient.id)}/wishes`;
  return (
    <>
      <Channels rows={p.patient.channels} />
      <Allowed to={path}><WishForm path={withQuery(path, { practice: p.practice })} channels={p.patient.channels} reload={p.reload} /></Allowed>
    </>
  );
}

const columns: readonly Column<ChannelChoice>[] = [
  { head: 'By', cell: (row) => nameFor(channel_names, row.channel) },
  { head: 'Number or address', cell: (row) => (row.address ? <span class="app-mono">{row.channel === 'email' ? row.address : `+${row.address}`}</span> : <span class="app-quiet">none that can be reached</span>) },
  { head: 'Wanted', cell: (row) => wanted(row) },
  { head: 'Consent in the record', cell: (row) => nameFor(consents, row.consent) },
  { head: 'Would a message go?', cell: (row) => (row.against ? `No: ${row.against}` : 'Yes') },
];

export const wanted = (row: ChannelChoice): string => {
  if (row.address === '') return '–';
  if (row.out) return 'Nothing: opted out of everything';
  if (row.out_of.length > 0) return `Not: ${row.out_of.map((kind) => nameFor(kind_names, kind)).join(', ')}`;
  return row.sharing > 1 ? `Everything (${row.sharing} patients have this number)` : 'Everything';
};

export function Channels(p: { rows: readonly ChannelChoice[] }) {
  return <Table<ChannelChoice> caption="What is wanted, by channel" caption_hidden columns={columns} rows={p.rows} row_key={(row) => row.channel} />;
}

function WishForm(p: { path: string; channels: readonly ChannelChoice[]; reload: () => void }) {
  const [outcome, setOutcome] = useState('');
  const [failed, setFailed] = useState('');
  const [busy, setBusy] = useState(false);
  const reachable = p.channels.filter((one) => one.address !== '');
  if (reachable.length === 0) return <p class="app-hint">Nothing to choose: the record has no number or address that can be reached.</p>;
  const save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    const form = event.currentTarget as HTMLFormElement;
    const given = new FormData(form);
    const told = String(given.get('told') ?? '');
    setOutcome('');
    if (told === '') {
      setFailed('Choose how the patient told you.');
      form.querySelector<HTMLElement>('select[name=told]')?.focus();
      return;
    }
    setFailed('');
    setBusy(true);
    const what = { channel: String(given.get('channel')), kinds: String(given.get('kinds') ?? ''), wanted: String(given.get('wanted')), told };
    const answer = await postJson<{ repeated: boolean }>(p.path, what);
    setBusy(false);
    if (!answer.ok) return setFailed(answer.problem.reason);
    setOutcome(answer.value.repeated ? 'That was so already.' : 'Kept, with your name and the time.');
    p.reload();
  };
  return (
    <form class="app-filters" noValidate onSubmit={(event) => void save(event)} aria-label="Change what is wanted">
      <Choice name="wanted" label="The patient" options={[['no', 'wants no more'], ['yes', 'wants again']]} />
      <Choice name="channel" label="By" options={reachable.map((one) => [one.channel, nameFor(channel_names, one.channel).toLowerCase()])} />
      <Choice name="kinds" label="Of" options={[['', 'every kind'], ...choosable.map((kind): [string, string] => [kind, nameFor(kind_names, kind)])]} />
      <Choice name="told" label="How did they tell you?" options={[['', 'Choose'], ...Object.entries(wish_told)]} />
      <div class="app-filters__buttons"><button class="nhsuk-button nhsuk-button--small nhsuk-button--secondary" type="submit" disabled={busy}>Take it down</button></div>
      {failed && <p class="nhsuk-error-message" role="alert"><span class="nhsuk-u-visually-hidden">Error: </span>{failed}</p>}
      <p role="status" class="app-action__said">{outcome}</p>
    </form>
  );
}

function Choice(p: { name: string; label: string; options: readonly (readonly [string, string])[] }) {
  return (
    <div class="app-field">
      <label class="nhsuk-label" for={`wish-${p.name}`}>{p.label}</label>
      <select class="nhsuk-select" id={`wish-${p.name}`} name={p.name}>
        {p.options.map(([value, text]) => <option key={value} value={value}>{text}</option>)}
      </select>
    </div>
  );
}
