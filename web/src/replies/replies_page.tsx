import type { Reply } from '../api/types';
import { useResource } from '../api/use_resource';
import { sentence } from '../format/format';
import { practices } from '../live/live';
import { links } from '../route/links';
import { withQuery } from '../route/query';
import { place } from '../route/route';
import { Legend, Panel, When } from '../ui/bits';
import { Filters, optionsOf, SelectField } from '../ui/form';
import { Page } from '../ui/page';
import { Paging } from '../ui/paging';
import { Reveal } from '../ui/reveal';
import { Empty, Fetched } from '../ui/state';
import { StateTag, Tag } from '../ui/tag';
import { Table, type Column } from '../ui/table';
import { reply_meanings, reply_states } from '../words/reply_words';
import { staffFirst } from './order';

interface Answer {
  readonly replies: readonly Reply[];
  readonly next: string | null;
}
const rows_a_page = 50;

const columns = (revealed: boolean): readonly Column<Reply>[] => [
  { head: 'Received', cell: (r) => <When at={r.received_at} /> },
  { head: 'Practice', cell: (r) => <a href={links.practice(r.practice)}>{r.practice}</a> },
  { head: 'From', cell: (r) => <span class="app-mono">{r.from}</span> },
  {
    head: 'Meaning',
    cell: (r) => (
      <>
        <StateTag words={reply_meanings} state={r.meaning} />
        {r.urgent && r.meaning !== 'urgent' && <> <Tag colour="red">Urgent</Tag></>}
      </>
    ),
  },
  {
    head: 'Why',
    cell: (r) => (
      <span class="app-name">
        {revealed && (r.body ? <blockquote class="app-words-said" dir="auto">{r.body}</blockquote> : <span class="app-quiet">No words. </span>)}
        {sentence(r.why)}
      </span>
    ),
  },
  { head: 'State', cell: (r) => <StateTag words={reply_states} state={r.state} /> },
  { head: 'About', cell: (r) => (r.message ? <a href={links.message(r.message)}>message<span class="nhsuk-u-visually-hidden"> to {r.from} at {r.practice}</span></a> : <span class="app-quiet">no open question</span>) },
];

export function RepliesPage(_p: { parts: Readonly<Record<string, string>> }) {
  const { query } = place.value;
  const filter = { practice: query['practice'] ?? '', meaning: query['meaning'] ?? '', state: query['state'] ?? '' };
  const before = query['before'] ?? '';
  const answer = useResource<Answer>(withQuery('replies', { ...filter, before, limit: rows_a_page }), before === '');
  const waiting = useResource<Answer>(withQuery('replies', { practice: filter.practice, state: 'staff', limit: rows_a_page }));
  const filtered = filter.practice !== '' || filter.meaning !== '' || filter.state !== '';
  const first = before === '' && filter.meaning === '' && filter.state === '';
  return (
    <Page
      title="Replies"
      lead="What patients answered, and how Tidings read it. It acts only when an answer can mean nothing else; all others go to a person."
    >
      <Filters path="/ops/replies" clear={filtered}>
        <SelectField name="practice" label="Practice" all="All practices" options={(practices.value ?? []).map((p) => ({ value: p.id, text: `${p.name} (${p.id})` }))} value={filter.practice} />
        <SelectField name="meaning" label="Meaning" all="Any meaning" options={optionsOf(reply_meanings)} value={filter.meaning} />
        <SelectField name="state" label="State" all="Any state" options={optionsOf(reply_states)} value={filter.state} />
      </Filters>
      {first && waiting.value && waiting.value.replies.length > 0 && (
        <Panel title="Waiting for a person" more={<a href={links.staff_items(filter.practice ? { practice: filter.practice } : {})}>Go to the staff items</a>} lead="Urgent ones first. The practice’s staff read these and mark them done.">
          <Table<Reply> caption="Replies waiting for a person" caption_hidden columns={columns(false)} rows={staffFirst(waiting.value.replies).slice(0, 10)} row_key={(r) => r.id} />
        </Panel>
      )}
      <Panel title={before ? 'Older replies' : filtered ? 'Replies found' : 'All replies, newest first'}>
        <Fetched of={answer} what="replies">
          {(value) => (
            <>
              {value.replies.length === 0 ? (
                filtered ? <Empty title="No reply matches">Try fewer filters.</Empty> : <Empty title="No replies yet">Patients’ answers appear here within a second.</Empty>
              ) : (
                <Table<Reply> caption="Replies, newest first" caption_hidden columns={columns(false)} rows={value.replies} row_key={(r) => r.id} />
              )}
              <Paging newest={before ? links.replies(filter) : null} older={value.next ? links.replies({ ...filter, before: value.next }) : null} />
            </>
          )}
        </Fetched>
        {filter.practice ? (
          <Reveal what="patients’ words" key={withQuery('replies', { ...filter, before })}>
            {(reason) => <Words path={withQuery('replies', { ...filter, before, limit: rows_a_page, reveal: 1, reason })} />}
          </Reveal>
        ) : (
          <p class="app-hint">To read patients’ words, choose a practice first.</p>
        )}
        <Legend summary="What the meanings are" words={reply_meanings} />
        <Legend summary="What the states mean" words={reply_states} />
      </Panel>
    </Page>
  );
}

/** As the list above, with the words; it stands still, since each showing is kept in the audit trail. */
function Words(p: { path: string }) {
  const answer = useResource<Answer>(p.path, 'reveal');
  return (
    <Fetched of={answer} what="patients’ words">
      {(value) => <Table<Reply> caption="Replies with patients’ words" caption_hidden columns={columns(true)} rows={value.replies} row_key={(r) => r.id} />}
    </Fetched>
  );
}
