import type { Pause } from '../api/operator_types';
import type { Connector, Note, Practice } from '../api/types';
import { useResource } from '../api/use_resource';
import { duration, number, pounds } from '../format/format';
import { connectors, practices } from '../live/live';
import { Notes } from '../overview/notes';
import { links } from '../route/links';
import { Ago, Count, Facts, Panel, When } from '../ui/bits';
import { Page } from '../ui/page';
import { Fetched } from '../ui/state';
import { StateTag } from '../ui/tag';
import { nameFor, wordFor } from '../words/look_up';
import { budget_states, connector_states, practice_states, systems } from '../words/practice_words';

interface Answer {
  readonly practice: Practice;
  readonly connector: Connector;
  readonly notes: readonly Note[];
  readonly paused: Pause | null;
}

export function PracticePage(p: { parts: Readonly<Record<string, string>> }) {
  const id = p.parts['id'] ?? '';
  const answer = useResource<Answer>(`practices/${encodeURIComponent(id)}`);
  // The feed is ahead of any answer: its rows win where it has them.
  const practice = practices.value?.find((row) => row.id === id) ?? answer.value?.practice;
  const connector = connectors.value?.find((row) => row.practice === id) ?? answer.value?.connector;
  return (
    <Page
      title={practice?.name ?? `Practice ${id}`}
      lead={practice ? `ODS code ${id}. ${wordFor(practice_states, practice.state).means}` : `ODS code ${id}.`}
      crumb={{ text: 'Practices', href: links.practices() }}
      aside={practice && <StateTag words={practice_states} state={practice.state} />}
    >
      <Fetched of={answer} what="this practice">
        {(value) => <Body practice={practice ?? value.practice} connector={connector ?? value.connector} notes={value.notes} paused={value.paused} />}
      </Fetched>
    </Page>
  );
}

function Body(p: { practice: Practice; connector: Connector; notes: readonly Note[]; paused: Pause | null }) {
  const { practice, connector } = p;
  return (
    <>
      <RestoredStanding practice={practice} />
      <PauseStanding paused={p.paused} />
      <ConnectorStanding connector={connector} />
      <BudgetStanding practice={practice} />
      <section class="app-tilegroup">
        <h2 class="nhsuk-heading-s">Right now</h2>
        <ul class="app-tiles">
          <Tile name="Waiting" n={practice.queued} what="messages not yet due or not yet sent" href={links.messages({ practice: practice.id, state: 'accepted' })} />
          <Tile name="Being sent" n={practice.in_flight} what="calls to a provider" href={links.messages({ practice: practice.id, state: 'dispatching' })} />
          <Tile name="Being written" n={practice.operations_open} what="writes into patients’ records" href={links.connectors()} />
          <Tile name="Staff items" n={practice.staff_items} what="replies only a person should read" href={links.staff_items({ practice: practice.id })} warn />
          <Tile name="In doubt" n={practice.in_doubt} what="may or may not have been sent" href={links.messages({ practice: practice.id, state: 'in_doubt' })} warn />
          <Tile name="Parked" n={practice.parked} what="set aside after failing" href={links.parked({ practice: practice.id })} warn />
        </ul>
      </section>
      <div class="app-cols app-cols--even">
        <Panel title="So far" lead="Since this practice was set up. Each number opens the messages or replies behind it."><TotalsList practice={practice} /></Panel>
        <Panel title="The connection to the clinical system" lead="Tidings reads appointments from it and writes confirmations, cancellations and codes back."><ConnectorFacts connector={connector} practice={practice} /></Panel>
      </div>
      <Panel title="What happened here" lead="Newest first. No names or numbers of patients appear here."><Notes rows={p.notes} /></Panel>
    </>
  );
}

function Tile(p: { name: string; n: number; what: string; href: string; warn?: boolean }) {
  return (
    <li>
      <a class={`app-tile${p.warn && p.n > 0 ? ' app-tile--warn' : ''}`} href={p.href}>
        <span class="app-tile__name">{p.name}</span> <span class="app-tile__n">{number(p.n)}</span> <span class="app-tile__what">{p.what}</span>
      </a>
    </li>
  );
}

export function RestoredStanding(p: { practice: Practice }) {
  if (!p.practice.fenced) return null;
  return (
    <section class="app-standing app-standing--error" aria-label="After the restore">
      <p class="app-standing__headline">Restored from a backup: nothing is sent</p>
      <p class="app-standing__why">Until somebody releases it. Messages wait, and none is lost. <a href={links.backups}>See the restore</a></p>
    </section>
  );
}

function PauseStanding(p: { paused: Pause | null }) {
  if (!p.paused) return null;
  return (
    <section class="app-standing app-standing--warn" aria-label="Sending">
      <p class="app-standing__headline">Sending is paused</p>
      <p class="app-standing__why">By {p.paused.by} since <When at={p.paused.since} />: {p.paused.why}. Messages wait, and none is lost. <a href={links.queues}>See the queues</a></p>
    </section>
  );
}

function ConnectorStanding(p: { connector: Connector }) {
  const { state, reason, system } = p.connector;
  const level = state === 'up' ? 'good' : state === 'degraded' ? 'warn' : 'error';
  return (
    <section class={`app-standing app-standing--${level}`} aria-label="The connection to the clinical system">
      <p class="app-standing__headline">{nameFor(systems, system)}: {wordFor(connector_states, state).label}</p>
      <p class="app-standing__why">{reason || wordFor(connector_states, state).means}</p>
    </section>
  );
}

/** Shown once somebody has to know: the figures stand among the facts below. */
export function BudgetStanding(p: { practice: Practice }) {
  const { budget, budget_pence, held, pence_today } = p.practice;
  if (budget !== 'warned' && held === 0) return null;
  return (
    <section class={`app-standing app-standing--${held > 0 ? 'error' : 'warn'}`} aria-label="Today’s budget">
      <p class="app-standing__headline">
        {budget_pence > 0 ? `Today’s budget: ${pounds(pence_today)} of ${pounds(budget_pence)} is spent` : 'The host’s budget of today is spent'}
      </p>
      <p class="app-standing__why">
        {held > 0 ? `${number(held)} ${held === 1 ? 'message is' : 'messages are'} held until there is budget again, tomorrow at the latest. What patients wait for still goes.` : wordFor(budget_states, budget).means}
      </p>
    </section>
  );
}

function ConnectorFacts(p: { connector: Connector; practice: Practice }) {
  const c = p.connector;
  return (
    <Facts
      rows={[
        ['System', nameFor(systems, c.system)],
        ['Address', <span class="app-mono">{c.address}</span>],
        ['State', <><StateTag words={connector_states} state={c.state} />{c.since && <> since <When at={c.since} /></>}</>],
        ['Last read', <Ago at={c.last_read_at} />],
        ['Reading took', duration(c.last_read_ms)],
        ['Readings', `${number(c.reads)}, of which ${number(c.failures)} failed`],
        ['Writes done', number(c.writes)],
        ['Writes under way', number(c.operations_open)],
        ['Appointments known', number(p.practice.appointments)],
        ['Patients known', number(p.practice.patients)],
        ['Actor', p.practice.active ? 'In memory' : 'Asleep: it has nothing to do just now'],
      ]}
    />
  );
}

function TotalsList(p: { practice: Practice }) {
  const { id, all } = p.practice;
  const rows: readonly (readonly [string, number, string, string])[] = [
    ['Accepted', all.accepted, 'messages asked for and stored safely', links.messages({ practice: id })],
    ['Held back', all.suppressed, 'no consent, no mobile number, or too late', links.messages({ practice: id, state: 'suppressed' })],
    ['Sent', all.sent, 'taken by a provider', links.messages({ practice: id })],
    ['Delivered', all.delivered, 'on the patient’s phone', links.messages({ practice: id, state: 'delivered' })],
    ['Failed', all.failed, 'could not be sent or delivered', links.messages({ practice: id, state: 'permanent_failure' })],
    ['Expired', all.expired, 'their time passed', links.messages({ practice: id, state: 'expired' })],
    ['No longer wanted', all.cancelled_messages, 'cancelled before they were sent', links.messages({ practice: id, state: 'cancelled' })],
    ['Replies', all.replies, 'from patients', links.replies({ practice: id })],
    ['Confirmed', all.confirmed, 'appointments the patient will come to', links.replies({ practice: id, meaning: 'confirm' })],
    ['Cancelled', all.cancelled, 'appointments cancelled in the clinical system', links.replies({ practice: id, meaning: 'cancel' })],
    ['Filed', all.filed, 'codes in patients’ records', links.connectors()],
    ['Held for budget', p.practice.held, 'wait for the next day’s budget', links.messages({ practice: id, state: 'accepted' })],
    ['Opted out', all.opted_out, 'numbers that want no more messages', links.replies({ practice: id, meaning: 'opt_out' })],
  ];
  return (
    <Facts
      rows={[
        ['Spent today', <>{pounds(p.practice.pence_today)}{p.practice.budget_pence > 0 && <> of {pounds(p.practice.budget_pence)}</>} <StateTag words={budget_states} state={p.practice.budget} /></>],
        ...rows.map(([name, n, what, href]) => [
          name,
          <><Count n={n} href={href} what={name.toLowerCase()} /> <span class="app-quiet">{what}</span></>,
        ] as const),
      ]}
    />
  );
}
