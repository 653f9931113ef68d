// Who waits for a slot, and what became of the slots that came free.
import type { FreedSlot, SlotOffer, WaitingEntry, WaitingPage as Rows } from '../api/waiting_types';
import { useResource } from '../api/use_resource';
import { counted, sentence, shortId } from '../format/format';
import { practices } from '../live/live';
import { links } from '../route/links';
import { withQuery } from '../route/query';
import { place } from '../route/route';
import { Action } from '../ui/action';
import { Allowed } from '../ui/allowed';
import { Legend, Panel, When } from '../ui/bits';
import { Page } from '../ui/page';
import { chosenPractice, nameOf, PracticeChoice } from '../ui/practice_choice';
import { Reveal } from '../ui/reveal';
import { Empty, Fetched } from '../ui/state';
import { Table, type Column } from '../ui/table';
import { StateTag } from '../ui/tag';
import { offer_states, slot_states } from '../words/waiting_words';
import { AddForm } from './add_form';

/** What staff do to the list leaves no trace in the feed. */
const quiet_ms = 3_000;

export function WaitingPage() {
  const practice = chosenPractice(place.value.query['practice'] ?? '', practices.value);
  return (
    <Page title={practice ? `Waiting list of ${nameOf(practice)}` : 'Waiting list'} lead="When an appointment is cancelled, its slot is offered by text message to the patients who wait for that session, one after another. The first YES gets it, and staff book them in.">
      <PracticeChoice path="/app/waiting" value={practice} />
      {practice === '' ? <Panel title="Choose a practice"><p>The list is shown for one practice at a time.</p></Panel> : <Lists key={practice} practice={practice} />}
    </Page>
  );
}

function Lists(p: { practice: string }) {
  const path = withQuery('waiting', { practice: p.practice });
  const answer = useResource<Rows>(path, true, quiet_ms);
  return (
    <>
      <Fetched of={answer} what="the waiting list">
        {(value) => (
          <>
            <Panel title={value.waiting.length === 0 ? 'Nobody waits' : `${counted(value.waiting.length, 'patient waits', 'patients wait')}, longest first`}>
              {value.waiting.length === 0 ? <Empty title="Nobody waits">Add a patient below. Nobody is asked unless the practice’s file has its waiting list switched on.</Empty> : <Waiting rows={value.waiting} reload={answer.reload} />}
              {value.waiting.length > 0 && <Reveal what="names">{(reason) => <Names path={path} reason={reason} reload={answer.reload} />}</Reveal>}
            </Panel>
            <Panel title="Slots that came free" lead="The latest first." more={<Legend summary="What the words mean" words={{ ...slot_states, ...offer_states }} />}>
              {value.slots.length === 0 ? <Empty title="None yet">A slot is listed here when its appointment is cancelled, or is gone from the clinical system’s book.</Empty> : <Slots rows={value.slots} reload={answer.reload} />}
            </Panel>
          </>
        )}
      </Fetched>
      <Allowed to="waiting"><Panel title="Add a patient"><AddForm practice={p.practice} reload={answer.reload} /></Panel></Allowed>
    </>
  );
}

function Names(p: { path: string; reason: string; reload: () => void }) {
  const answer = useResource<Rows>(`${p.path}&${new URLSearchParams({ reveal: '1', reason: p.reason }).toString()}`, 'reveal');
  return <Fetched of={answer} what="names">{(value) => <Waiting rows={value.waiting} named reload={() => { p.reload(); answer.reload(); }} />}</Fetched>;
}

const waits_for = (row: { session: string; clinician: string }): string => row.session + (row.clinician ? `, ${row.clinician}` : '');

export function Waiting(p: { rows: readonly WaitingEntry[]; named?: boolean; reload: () => void }) {
  const columns: readonly Column<WaitingEntry>[] = [
    { head: 'Patient', cell: (row) => (p.named ? <span dir="auto">{row.name || 'not known any more'}</span> : <span class="app-mono">{shortId(row.patient)}</span>) },
    { head: 'Waits for', cell: waits_for },
    { head: 'Since', cell: (row) => <When at={row.since} /> },
    { head: 'Put on by', cell: (row) => row.by },
    { head: 'What to do', cell: (row) => <Action label="Take off" about={`the list for ${waits_for(row)}, patient ${shortId(row.patient)}`} path={withQuery(`waiting/${encodeURIComponent(row.id)}/off`, { practice: row.practice })} done="Taken off." onDone={p.reload} secondary /> },
  ];
  return <Table<WaitingEntry> caption={p.named ? 'Patients who wait, by name' : 'Patients who wait'} caption_hidden columns={columns} rows={p.rows} row_key={(row) => row.id} />;
}

export function Slots(p: { rows: readonly FreedSlot[]; reload: () => void }) {
  const columns: readonly Column<FreedSlot>[] = [
    { head: 'Slot', cell: (row) => <span><When at={row.starts_at} />, {waits_for(row)}</span> },
    { head: 'Came free', cell: (row) => <When at={row.freed_at} /> },
    { head: 'State', cell: (row) => <span><StateTag words={slot_states} state={row.state} />{row.by && ` by ${row.by}`}</span> },
    { head: 'Asked', cell: (row) => (row.offers.length === 0 ? 'nobody' : <Offers rows={row.offers} />) },
    { head: 'What to do', cell: (row) => (row.state === 'open' ? <Action label="Offer no more" about={`the slot ${waits_for(row)}`} path={withQuery(`slots/${encodeURIComponent(row.id)}/stop`, { practice: row.practice })} confirm="Whoever was asked is told that it is gone." done="Stopped." onDone={p.reload} secondary /> : '–') },
  ];
  return <Table<FreedSlot> caption="Slots that came free" caption_hidden columns={columns} rows={p.rows} row_key={(row) => row.id} />;
}

function Offers(p: { rows: readonly SlotOffer[] }) {
  return (
    <ol class="nhsuk-u-margin-bottom-0">
      {p.rows.map((row) => (
        <li key={row.patient}>
          {row.message ? <a href={links.message(row.message)}>Patient {shortId(row.patient)}</a> : `Patient ${shortId(row.patient)}`} <When at={row.asked_at} />: <StateTag words={offer_states} state={row.state} />
          {row.why && <span class="app-quiet"> {sentence(row.why)}</span>}
        </li>
      ))}
    </ol>
  );
}
