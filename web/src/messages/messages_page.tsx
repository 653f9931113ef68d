import type { Message } from '../api/types';
import { useResource } from '../api/use_resource';
import { duration, sentence, shortId } from '../format/format';
import { practices, providers } from '../live/live';
import { links } from '../route/links';
import { withQuery } from '../route/query';
import { place } from '../route/route';
import { Legend, Panel, When } from '../ui/bits';
import { Filters, optionsOf, SelectField, TextField } from '../ui/form';
import { Page } from '../ui/page';
import { Paging } from '../ui/paging';
import { Empty, Fetched } from '../ui/state';
import { StateTag } from '../ui/tag';
import { Table, type Column } from '../ui/table';
import { nameFor } from '../words/look_up';
import { channels, message_kinds, message_states } from '../words/message_words';

interface Answer {
  readonly messages: readonly Message[];
  readonly next: string | null;
  readonly further_back: 'nothing' | 'searched' | 'not_searched';
}
const rows_a_page = 50;

const columns: readonly Column<Message>[] = [
  { head: 'Message', cell: (m) => <a class="app-mono" href={links.message(m.id)}>{shortId(m.id)}</a> },
  { head: 'Accepted', cell: (m) => <When at={m.accepted_at} /> },
  { head: 'Practice', cell: (m) => <a href={links.practice(m.practice)}>{m.practice}</a> },
  { head: 'Kind', cell: (m) => <>{nameFor(message_kinds, m.kind)} <span class="app-quiet">by {nameFor(channels, m.channel).toLowerCase()}</span></> },
  { head: 'To', cell: (m) => (m.to ? <span class="app-mono">{m.to}</span> : <span class="app-quiet">none</span>) },
  { head: 'State', cell: (m) => <><StateTag words={message_states} state={m.state} />{m.reason && <span class="app-why">{sentence(m.reason)}</span>}</> },
  { head: 'Delivered after', numeric: true, cell: (m) => (m.delivered_at && m.sent_at ? duration(Math.max(0, Date.parse(m.delivered_at) - Date.parse(m.sent_at))) : '–') },
  { head: 'Asked by', cell: (m) => m.asked_by },
  { head: 'Provider', cell: (m) => (m.provider ? <a href={links.providers}>{m.provider}</a> : <span class="app-quiet">none yet</span>) },
];

export function MessagesPage(_p: { parts: Readonly<Record<string, string>> }) {
  const { query } = place.value;
  const filter = { practice: query['practice'] ?? '', state: query['state'] ?? '', provider: query['provider'] ?? '', filed: query['filed'] ?? '', q: query['q'] ?? '' };
  const before = query['before'] ?? '';
  const answer = useResource<Answer>(withQuery('messages', { ...filter, before, limit: rows_a_page }), before === '');
  const filtered = Object.values(filter).some((value) => value !== '');
  return (
    <Page title="Messages" lead="Everything that was sent to patients or is about to be, newest first. Open one to see all that happened to it.">
      <Filters path="/ops/messages" clear={filtered}>
        <TextField name="q" label="Message or phone" hint="Start of an id, or last 3 digits" value={filter.q} width={20} />
        <SelectField name="practice" label="Practice" all="All practices" options={(practices.value ?? []).map((p) => ({ value: p.id, text: `${p.name} (${p.id})` }))} value={filter.practice} />
        <SelectField name="state" label="State" all="Any state" options={optionsOf(message_states)} value={filter.state} />
        <SelectField name="provider" label="Provider" all="Any provider" options={(providers.value ?? []).map((p) => ({ value: p.id, text: p.id }))} value={filter.provider} />
        <SelectField name="filed" label="In the record" all="Filed or not" options={[{ value: '1', text: 'A code was filed' }]} value={filter.filed} />
      </Filters>
      <Panel title={before ? 'Older messages' : filtered ? 'Messages found' : 'Newest messages'}>
        <Fetched of={answer} what="messages">
          {(value) => (
            <>
              {value.messages.length === 0 ? (
                filtered ? <Empty title="No message matches">Try fewer filters. A phone’s last three digits must be given in full; an id needs only its start.</Empty> : <Empty title="No messages yet">The first appears once a reminder falls due.</Empty>
              ) : (
                <Table<Message> caption="Messages, newest first" caption_hidden columns={columns} rows={value.messages} row_key={(m) => m.id} />
              )}
              {!value.next && value.further_back !== 'nothing' && (
                <p class="app-quiet">
                  {value.further_back === 'searched'
                    ? 'Messages that ended long ago were searched too, in the event log.'
                    : 'Messages that ended long ago are not listed here. Give their id, or its first 8 characters, to find them in the event log.'}
                </p>
              )}
              <Paging newest={before ? links.messages(filter) : null} older={value.next ? links.messages({ ...filter, before: value.next }) : null} />
            </>
          )}
        </Fetched>
        <Legend summary="What the states mean" words={message_states} />
      </Panel>
    </Page>
  );
}
