// Who wrote to the practice: what nobody has read, what is mine, what is left, what is done.
import { useState } from 'preact/hooks';
import type { Conversation } from '../api/inbox_types';
import type { Reply } from '../api/types';
import { useMe } from '../api/use_me';
import { useResource } from '../api/use_resource';
import { counted, sentence } from '../format/format';
import { practices } from '../live/live';
import { isBehind, useNames, type ByKey } from '../names/names';
import { ShowNames } from '../names/show_names';
import { ownerOf } from '../names/whose';
import { links } from '../route/links';
import { withQuery } from '../route/query';
import { place } from '../route/route';
import { Ago, Legend, Panel } from '../ui/bits';
import { Page } from '../ui/page';
import { chosenPractice, nameOf, PracticeChoice } from '../ui/practice_choice';
import { Empty, Fetched } from '../ui/state';
import { StateTag, Tag } from '../ui/tag';
import { Table, type Column } from '../ui/table';
import { conversation_statuses } from '../words/inbox_words';
import { reply_meanings } from '../words/reply_words';
import { titleOf, whoseIs } from './lines';
import { inOrder, type LastReplies } from './order';

interface Answer {
  readonly conversations: readonly Conversation[];
  readonly total: number;
}
const rows_max = 100;
const views = [
  { key: 'unread', name: 'Unread', none: 'Nothing unread', why: 'New replies appear here within a second.' },
  { key: 'mine', name: 'Mine', none: 'Nothing is assigned to you', why: 'Open a conversation and choose “Assign to me”.' },
  { key: 'read', name: 'Read, not done', none: 'Nothing is waiting', why: 'What somebody has read and not finished is listed here.' },
  { key: 'done', name: 'Done', none: 'Nothing is done yet', why: 'Finished conversations are kept here. A new reply brings one back to Unread.' },
] as const;

export function InboxPage() {
  const { query } = place.value;
  const practice = chosenPractice(query['practice'] ?? '', practices.value);
  const show = views.find((one) => one.key === query['show']) ?? views[0];
  const [reason, ask] = useState<string | null>(null); // for all lists of this visit
  return (
    <Page title={practice ? `Inbox of ${nameOf(practice)}` : 'Inbox'} lead="What patients wrote to the practice, by text message or e-mail. Tidings acts by itself only when a reply can mean nothing else; all others wait here for a person.">
      <PracticeChoice path="/app/inbox" keep={{ show: show.key }} value={practice} />
      {practice === '' ? (
        <Panel title="Choose a practice"><p>Conversations are shown for one practice at a time.</p></Panel>
      ) : (
        <>
          <nav class="app-views" aria-label="Conversations">
            <ul role="list">
              {views.map((one) => (
                <li key={one.key}>
                  <a href={links.inbox({ practice, show: one.key })} {...(one === show ? { 'aria-current': 'page' as const } : {})}>{one.name}</a>
                </li>
              ))}
            </ul>
          </nav>
          <List key={practice + show.key} practice={practice} show={show} reason={reason} ask={ask} />
        </>
      )}
    </Page>
  );
}

interface Asked {
  readonly practice: string;
  readonly show: (typeof views)[number];
  /** Why names are shown; null: they aren’t. */
  readonly reason: string | null;
  readonly ask: (reason: string | null) => void;
}

function List(p: Asked) {
  const me = useMe();
  const filter = p.show.key === 'mine' ? { user: me?.user ?? '' } : { state: p.show.key };
  if (p.show.key === 'mine' && !me) return <Panel title={p.show.name}><p role="status" class="app-state">Loading who you are…</p></Panel>;
  return <Rows {...p} path={withQuery('conversations', { practice: p.practice, ...filter, limit: rows_max })} />;
}

function Rows(p: Asked & { path: string }) {
  const names = useNames(p.path, p.reason);
  const answer = useResource<Answer>(p.path, true, undefined, p.practice);
  const replies = useResource<{ replies: readonly Reply[] }>(withQuery('replies', { practice: p.practice, limit: 200 }), true, undefined, p.practice);
  const last: LastReplies = new Map((replies.value?.replies ?? []).map((row) => [row.id, row]));
  return (
    <Panel title={p.show.name} lead="Only the last three digits of a number are shown here, and whose it is when you ask. Patients’ words are on each conversation’s own page.">
      <Fetched of={answer} what="conversations">
        {(value) =>
          value.conversations.length === 0 ? (
            <Empty title={p.show.none}>{p.show.why}</Empty>
          ) : (
            <>
              <ShowNames names={names} reason={p.reason} ask={p.ask} behind={isBehind(names, value.conversations.map((row) => row.patient))} />
              <p class="app-hint">{counted(value.total, 'conversation')}, urgent ones first, then the latest reply.</p>
              <Table<Conversation> caption={`Conversations: ${p.show.name.toLowerCase()}`} caption_hidden columns={columns(last, names.by_key)} rows={inOrder(value.conversations, last)} row_key={(row) => row.id} />
              {value.total > value.conversations.length && <p class="app-hint">The latest {value.conversations.length} of {value.total} are shown.</p>}
            </>
          )
        }
      </Fetched>
      <Legend summary="What the states mean" words={conversation_statuses} />
      <Legend summary="What the meanings are" words={reply_meanings} />
    </Panel>
  );
}

export const columns = (last: LastReplies, names: ByKey): readonly Column<Conversation>[] => [
  { head: 'From', cell: (row) => <From row={row} names={names} /> },
  { head: 'Last reply', cell: (row) => <Ago at={row.last_at} /> },
  { head: 'Read as', cell: (row) => <Meaning row={row} reply={last.get(row.last_reply)} /> },
  { head: 'State', cell: (row) => <StateTag words={conversation_statuses} state={row.status} /> },
  { head: 'Assigned to', cell: (row) => row.assigned_to || <span class="app-quiet">nobody</span> },
  { head: 'Replies', numeric: true, cell: (row) => row.replies },
  { head: 'Notes', numeric: true, cell: (row) => row.notes },
];

/** The name leads where it is sure whose number it is and nobody has said otherwise. */
function From(p: { row: Conversation; names: ByKey }) {
  const { row } = p;
  const owner = ownerOf(row, p.names);
  const name = owner ? owner.name || 'no name in the record' : '';
  const leads = name !== '' && !row.disputed;
  const below = leads ? titleOf(row) : name !== '' ? `In the record of ${name}` : sentence(whoseIs(row));
  return (
    <span class="app-name">
      <a href={links.conversation(row.practice, row.id)} dir="auto">{leads ? name : titleOf(row)}</a>
      {below && <span class="app-why" dir="auto">{below}</span>}
    </span>
  );
}

function Meaning(p: { row: Conversation; reply: Reply | undefined }) {
  return (
    <span class="app-tags">
      {p.reply ? <StateTag words={reply_meanings} state={p.reply.meaning} /> : <span class="app-quiet">see the conversation</span>}
      {p.reply?.urgent && p.reply.meaning !== 'urgent' && <Tag colour="red">Urgent</Tag>}
      {p.reply?.state === 'acted' && <span class="app-quiet">acted on</span>}
      {p.row.by === 'email' && <span class="app-quiet">by e-mail</span>}
      {p.row.disputed && <Tag colour="red">Wrong number?</Tag>}
    </span>
  );
}
