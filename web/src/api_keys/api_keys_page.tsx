// Keys of programs that speak the GOV.UK Notify API, of one practice at a time.
import type { ProgramKey, ProgramKeys } from '../api/key_types';
import { useResource } from '../api/use_resource';
import { counted } from '../format/format';
import { practices } from '../live/live';
import { place } from '../route/route';
import { Action } from '../ui/action';
import { Facts, Legend, Panel, When } from '../ui/bits';
import { Page } from '../ui/page';
import { PracticeChoice, chosenPractice, nameOf } from '../ui/practice_choice';
import { Empty, Fetched } from '../ui/state';
import { Table, type Column } from '../ui/table';
import { StateTag } from '../ui/tag';
import { list } from '../settings/plain';
import { all_key_scopes, key_scopes, key_states, key_types } from '../words/key_words';
import { KeyForm } from './key_form';

const scopeName = (scope: string): string => (key_scopes.find(([name]) => name === scope)?.[1] ?? scope).toLowerCase();
const isEverything = (scopes: readonly string[]): boolean => all_key_scopes.every((one) => scopes.includes(one));

const columns = (practice: string, reload: () => void): readonly Column<ProgramKey>[] => [
  { head: 'Name', cell: (k) => k.name },
  { head: 'Type', cell: (k) => <span class="app-name"><StateTag words={key_types} state={k.type} />{k.type === 'team' && <span class="app-why">{counted(k.guests, 'guest')}</span>}</span> },
  { head: 'May', cell: (k) => (k.scopes.length === 0 ? 'nothing' : isEverything(k.scopes) ? 'everything' : list(k.scopes.map(scopeName))) },
  { head: 'State', cell: (k) => <StateTag words={key_states} state={k.state} /> },
  { head: 'Made', cell: (k) => (k.made_in === 'file' ? 'In the practice’s file' : <span class="app-name">by {k.by}<span class="app-why"><When at={k.at} /></span></span>) },
  { head: 'What now', cell: (k) => {
    if (k.revoked_by) return <span class="app-name">Revoked by {k.revoked_by}<span class="app-why"><When at={k.revoked_at} /></span></span>;
    if (k.made_in === 'file') return <span class="app-quiet">Taken out of the file</span>;
    const at = `api-keys/${encodeURIComponent(k.name)}`;
    const of = `?practice=${encodeURIComponent(practice)}`;
    return (
      <span class="app-name">
        {k.state === 'unconfirmed' && <Action label="Confirm" about={`the key ${k.name}`} path={`${at}/confirm${of}`} done="Confirmed." confirm="Its program can send again." onDone={reload} />}
        <Action label="Revoke" about={`the key ${k.name}`} path={`${at}/revoke${of}`} done="Revoked." confirm="Its program can send nothing from then on." onDone={reload} secondary />
        {k.confirmed_by && <span class="app-why">Confirmed by {k.confirmed_by} <When at={k.confirmed_at} /></span>}
      </span>
    );
  } },
];

export function ApiKeysPage(_p: { parts: Readonly<Record<string, string>> }) {
  const practice = chosenPractice(place.value.query['practice'] ?? '', practices.value);
  return (
    <Page title="API keys" lead="What programs of a practice send by, over the GOV.UK Notify API. A key is shown once, when it is made; whoever has it may send as the practice.">
      <PracticeChoice path="/ops/api-keys" value={practice} />
      {practice === '' ? <Empty title="Choose a practice" /> : <Keys practice={practice} key={practice} />}
    </Page>
  );
}

function Keys(p: { practice: string }) {
  const answer = useResource<ProgramKeys>(`api-keys?practice=${encodeURIComponent(p.practice)}`);
  return (
    <Fetched of={answer} what="the keys">
      {(value) => (
        <>
          <Unconfirmed of={value} reload={answer.reload} />
          <Panel title={`${counted(value.keys.length, 'key')} of ${nameOf(p.practice)}`}>
            <Facts rows={[['Service id', value.service_id]]} />
            {value.keys.length === 0 ? (
              <Empty title="No keys yet">No program can send for this practice.</Empty>
            ) : (
              <Table<ProgramKey> caption="Keys" caption_hidden columns={columns(p.practice, answer.reload)} rows={value.keys} row_key={(k) => `${k.made_in} ${k.name}`} />
            )}
            <Legend summary="What types mean" words={key_types} />
          </Panel>
          {value.can_make && (
            <Panel title="Make a key">
              <KeyForm practice={p.practice} onDone={answer.reload} />
            </Panel>
          )}
        </>
      )}
    </Fetched>
  );
}

/** After a restore. Whoever looks after all practices may confirm all of them at once. */
export function Unconfirmed(p: { of: ProgramKeys; reload: () => void }) {
  const count = p.of.keys.filter((k) => k.state === 'unconfirmed').length;
  if (count === 0) return null;
  return (
    <Panel title={`${counted(count, 'key waits', 'keys wait')} to be confirmed`} lead="The broker was restored from a backup. A key that was revoked after that backup was made looks here as if it were in force, so none lets anybody in before somebody has looked at it. Revoke those that were revoked before.">
      <Action label="Confirm the keys of all practices" about="" path="restore/confirm-keys" done="All are confirmed." confirm="No key of any practice was revoked between the backup and the restore, or it has been revoked again here." onDone={p.reload} secondary />
    </Panel>
  );
}
