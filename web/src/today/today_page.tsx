// A practice's day on one page: who comes, what they were told and answered, what waits for a person, what goes out next.
import { useState } from 'preact/hooks';
import type { Today, TodayAbout } from '../api/today_types';
import type { StaffItem } from '../api/types';
import { useMay } from '../api/may';
import { useResource } from '../api/use_resource';
import { counted, number, sentence, shortId } from '../format/format';
import { practices } from '../live/live';
import { isBehind, useNames, type ByKey } from '../names/names';
import { ShowNames } from '../names/show_names';
import { ownerOf, PatientLink, sharing } from '../names/whose';
import { links } from '../route/links';
import { withQuery } from '../route/query';
import { place } from '../route/route';
import { Action } from '../ui/action';
import { Ago, Details, Facts, Panel, When } from '../ui/bits';
import { Page } from '../ui/page';
import { chosenPractice, nameOf, PracticeChoice } from '../ui/practice_choice';
import { Empty, Fetched } from '../ui/state';
import { Table, type Column } from '../ui/table';
import { StateTag, Tag } from '../ui/tag';
import { wordFor } from '../words/look_up';
import { message_states } from '../words/message_words';
import { connector_states } from '../words/practice_words';
import { shownIn, timeOf, viewOf } from './visits';
import { Visits } from './visits_table';

/** So many are seen at once, and all that are urgent: who comes today shouldn’t be far below. */
const items_open = 5;

export function TodayPage() {
  const { query } = place.value;
  const practice = chosenPractice(query['practice'] ?? '', practices.value);
  const show = query['show'] ?? '';
  return (
    <Page title={practice ? `Today at ${nameOf(practice)}` : 'Today'} lead="Who comes today and next, what they were told and answered, what waits for a person, and what goes out next.">
      <PracticeChoice path="/app/today" keep={show ? { show } : {}} value={practice} />
      {practice === '' ? <Panel title="Choose a practice"><p>A day is shown for one practice at a time.</p></Panel> : <Day key={practice} practice={practice} show={show} />}
    </Page>
  );
}

function Day(p: { practice: string; show: string }) {
  const path = withQuery('today', { practice: p.practice });
  const answer = useResource<Today>(path, true, undefined, p.practice);
  const [reason, ask] = useState<string | null>(null);
  const names = useNames(path, reason);
  if (answer.problem?.status === 404)
    return <Panel title="No such practice"><Empty title={`No practice has the code ${p.practice}`}>Or it is none of those that you may see. Choose another one above, or ask whoever runs Tidings.</Empty></Panel>;
  if (answer.problem?.status === 503 && answer.value === null)
    return <Panel title="Tidings is starting"><Empty title="The day is shown in a moment">What happened before is being read. Nothing is lost meanwhile, and the page fills by itself.</Empty></Panel>;
  return (
    <Fetched of={answer} what="the day">
      {(day) => (
        <>
          <Standing day={day} />
          <Figures day={day} />
          {patientsOf(day).length > 0 && <ShowNames names={names} reason={reason} ask={ask} behind={isBehind(names, patientsOf(day))} />}
          <Waiting day={day} reload={answer.reload} names={names.by_key} />
          <Visits day={day} view={viewOf(p.show)} names={names.by_key} />
          <Messages day={day} />
          <Due day={day} />
        </>
      )}
    </Fetched>
  );
}

/** Their keys, of visits and of what waits for a person. */
const patientsOf = (day: Today): readonly string[] => [...day.visits, ...day.about].map((row) => row.patient).filter((key) => key !== '');

/** What stands in the way, most of all first. Nothing: nothing does. */
export function obstacles(day: Today): readonly string[] {
  const { standing } = day;
  const found: string[] = [];
  if (standing.trouble) found.push(`The practice’s records are damaged, and it is closed until they are restored: ${standing.trouble}`);
  if (standing.fenced) found.push('The practice was restored from a backup. Nothing is sent until an operator releases it.');
  if (day.paused) found.push(`Sending is paused by ${day.paused.by}: ${day.paused.why}. What is due waits; a reminder that would come too late by then isn’t sent.`);
  if (standing.state === 'draining') found.push('The practice’s settings were taken away: nothing new is sent, what is under way is finished.');
  if (standing.held > 0) found.push(`${counted(standing.held, 'message waits', 'messages wait')} for tomorrow’s budget: today’s is spent.`);
  return found;
}

function Standing(p: { day: Today }) {
  const { standing, paused, system_reason } = p.day;
  const reasons = obstacles(p.day);
  return (
    <Panel title={reasons.length > 0 ? 'Something stands in the way' : 'The practice and its clinical system'}>
      {reasons.length > 0 && <ul>{reasons.map((one) => <li key={one}>{one}</li>)}</ul>}
      <Facts
        rows={[
          ['Clinical system', <span key="s"><StateTag words={connector_states} state={standing.connector_state} />{system_reason && <span class="app-why">{sentence(system_reason)}</span>}</span>],
          ['Appointments read', <Ago key="r" at={standing.last_read_at} none="not yet" />],
          ['Sending', paused ? <span key="p"><Tag colour="orange">Paused</Tag> since <When at={paused.since} /></span> : ''],
          ['Asleep', standing.active || standing.state === 'draining' || standing.trouble ? '' : 'Nothing has happened for a while, so this practice sleeps. It wakes by itself for its next reminder, for a reply and for changes in the diary.'],
        ]}
      />
    </Panel>
  );
}

function Figures(p: { day: Today }) {
  const { day } = p;
  const many = (key: string): number => shownIn(viewOf(key), day).length;
  return (
    <p class="app-fft__figures">
      <span><strong>{number(many('coming'))}</strong> still to come</span>
      <span><strong>{number(many('confirmed'))}</strong> confirmed</span>
      <span><strong>{number(many('cancelled'))}</strong> cancelled</span>
      <span><strong>{number(many('look'))}</strong> {many('look') === 1 ? 'needs' : 'need'} a look</span>
      <span><strong>{number(day.unread)}</strong> <a href={links.inbox({ practice: day.practice })}>unread {day.unread === 1 ? 'conversation' : 'conversations'}</a></span>
    </p>
  );
}

function Waiting(p: { day: Today; reload: () => void; names: ByKey }) {
  const { items, urgent, standing } = p.day;
  const about = new Map(p.day.about.map((one) => [one.item, one]));
  const allowed = useMay('POST', 'staff-items/one/done');
  const open = Math.max(items_open, items.filter((row) => row.urgent).length);
  const first = items.slice(0, open);
  const others = items.slice(open);
  const columns: readonly Column<StaffItem>[] = [
    { head: 'Why a person', cell: (row) => <span class="app-name">{row.urgent && <><Tag colour="red">Urgent</Tag> </>}{sentence(row.reason)}</span> },
    { head: 'Since', cell: (row) => <When at={row.at} /> },
    { head: 'About', cell: (row) => <About item={row} about={about.get(row.id)} names={p.names} /> },
    ...(allowed ? [{ head: 'What to do', cell: (row: StaffItem) => <Action label="Done" about={`with item ${shortId(row.id)}`} path={withQuery(`staff-items/${encodeURIComponent(row.id)}/done`, { practice: row.practice })} done="Done." onDone={p.reload} secondary /> }] : []),
  ];
  return (
    <Panel title={items.length === 0 ? 'Nothing waits for a person' : `${counted(standing.staff_items, 'item waits', 'items wait')} for a person${urgent > 0 ? `, ${number(urgent)} urgent` : ''}`}>
      {items.length === 0 ? (
        <p class="app-hint">What only a person should decide appears here by itself.</p>
      ) : (
        <>
          <Table<StaffItem> caption="What waits for a person, urgent first" caption_hidden columns={columns} rows={first} row_key={(row) => row.id} />
          {others.length > 0 && (
            <Details summary={`${counted(others.length, 'more item', 'more items')}, the oldest first`}>
              <Table<StaffItem> caption="More that waits for a person" caption_hidden columns={columns} rows={others} row_key={(row) => row.id} />
            </Details>
          )}
        </>
      )}
      {standing.staff_items > items.length && <p class="app-hint">The first {items.length} are shown. The others move up as these are done.</p>}
      {standing.in_doubt > 0 && <p class="app-hint">{counted(standing.in_doubt, 'message is', 'messages are')} in doubt: {standing.in_doubt === 1 ? 'it is' : 'they are'} looked up at the provider, and come here if nobody can tell.</p>}
    </Panel>
  );
}

/** Whom an item is about, and where its reply or message is to be read. */
export function About(p: { item: StaffItem; about: TodayAbout | undefined; names: ByKey }) {
  const { item, about } = p;
  const who = about && ownerOf(about, p.names);
  const from = about?.from ? `Reply from the number ending ${about.from.replace('…', '')}` : 'A reply';
  const place = about?.conversation ? (
    <a href={links.conversation(item.practice, about.conversation)}>{item.reply ? from : 'The conversation'}</a>
  ) : item.message ? (
    <a href={links.message(item.message)}>Message {shortId(item.message)}</a>
  ) : item.reply ? (
    <a href={links.inbox({ practice: item.practice })}>{from}, in the inbox</a>
  ) : null;
  const otherwise = about && about.people > 1 ? sentence(sharing(about.people)) : about?.conversation && item.reply && about.people === 0 ? 'No known patient has this number' : '';
  if (!who && !place && !otherwise) return <>–</>;
  return (
    <span class="app-name">
      {who && <><PatientLink practice={item.practice} patient={who} /><br /></>}
      {place}
      {otherwise && <span class="app-why">{otherwise}</span>}
    </span>
  );
}

function Messages(p: { day: Today }) {
  const { messages, failures, failed } = p.day;
  const columns: readonly Column<(typeof failures)[number]>[] = [
    { head: 'Message', cell: (row) => <a href={links.message(row.id)}>To the number {row.to}</a> },
    { head: 'When', cell: (row) => <When at={row.failed_at ?? row.accepted_at} /> },
    { head: 'State', cell: (row) => <StateTag words={message_states} state={row.state} /> },
    { head: 'Why', cell: (row) => sentence(row.reason) },
  ];
  return (
    <Panel title="Today’s messages">
      {messages.length === 0 ? (
        <Empty title="No messages yet today">Those that go out or arrive today are counted here.</Empty>
      ) : (
        <p class="app-fft__figures">
          {messages.map((row) => <span key={row.state}><strong>{number(row.messages)}</strong> {wordFor(message_states, row.state).label.toLowerCase()}</span>)}
        </p>
      )}
      {failures.length > 0 && <Table<(typeof failures)[number]> caption={`Failed today: ${number(failed)}`} columns={columns} rows={failures} row_key={(row) => row.id} />}
      {failed > failures.length && <p class="app-hint">The latest {failures.length} of {number(failed)} are shown.</p>}
    </Panel>
  );
}

function Due(p: { day: Today }) {
  const { due, hours, later, rules_known } = p.day;
  const columns: readonly Column<(typeof due)[number]>[] = [
    { head: 'From', cell: (row) => <time dateTime={row.at}>{timeOf(row.at)}</time> },
    { head: 'Rule', cell: (row) => row.rule },
    { head: 'Reminders', numeric: true, cell: (row) => number(row.reminders) },
  ];
  return (
    <Panel title={`Reminders of the next ${hours} hours`} lead="By the practice’s rules and its hours, of the appointments as they stand now. Who can’t be reached when the time comes is left out then.">
      {!rules_known ? (
        <Empty title="The rules aren’t known yet">The practice’s settings are being read, or were taken away.</Empty>
      ) : due.length === 0 ? (
        <Empty title="None is due">No rule will ask for a reminder in the next {hours} hours.</Empty>
      ) : (
        <Table<(typeof due)[number]> caption="Reminders that are due" caption_hidden columns={columns} rows={due} row_key={(row) => row.at + row.rule} />
      )}
      {later > 0 && <p class="app-hint">{counted(later, 'message that was asked for waits', 'messages that were asked for wait')} for {later === 1 ? 'its' : 'their'} time: sending hours, or ten seconds to take one back.</p>}
    </Panel>
  );
}
