// Everything said both ways and done about one patient, on one list.
import type { PatientEvent, PatientHistory } from '../api/staff_types';
import { useResource } from '../api/use_resource';
import { links } from '../route/links';
import { withQuery } from '../route/query';
import { When } from '../ui/bits';
import { Paging } from '../ui/paging';
import { Reveal } from '../ui/reveal';
import { Empty, Fetched } from '../ui/state';
import { StateTag, Tag } from '../ui/tag';
import { nameFor } from '../words/look_up';
import { message_kinds, message_states } from '../words/message_words';
import { reply_meanings } from '../words/reply_words';
import { operation_names } from '../words/staff_words';

const rows_a_page = 50;

export function History(p: { practice: string; patient: string; before: string }) {
  const base = `patients/${encodeURIComponent(p.patient)}/history`;
  const query = { practice: p.practice, before: p.before, limit: rows_a_page };
  const answer = useResource<PatientHistory>(withQuery(base, query), p.before === '');
  return (
    <Fetched of={answer} what="the history">
      {(value) =>
        value.events.length === 0 ? (
          <Empty title="Nothing yet">Messages, answers and what was written into the record appear here.</Empty>
        ) : (
          <>
            <Reveal what="the words" hidden={<Events rows={value.events} />}>
              {(reason) => <Words path={withQuery(base, { ...query, reveal: 1, reason })} />}
            </Reveal>
            <Paging newest={p.before ? links.patient(p.practice, p.patient) : null} older={value.next ? links.patient(p.practice, p.patient, { before: value.next }) : null} />
            {!value.whole && !value.next && <p class="app-hint">Older messages may be missing here: this list reaches as far back as the broker keeps messages at hand. All of them are in its log.</p>}
          </>
        )
      }
    </Fetched>
  );
}

/** It stands still, since each showing is kept in the audit trail. */
function Words(p: { path: string }) {
  const answer = useResource<PatientHistory>(p.path, 'reveal');
  return <Fetched of={answer} what="the words">{(value) => <Events rows={value.events} />}</Fetched>;
}

export function Events(p: { rows: readonly PatientEvent[] }) {
  return <ol class="app-history" role="list" aria-label="History">{p.rows.map((row) => <li key={row.sequence} class={`app-history__one app-history__one--${row.sort}`}><One row={row} /></li>)}</ol>;
}

function One(p: { row: PatientEvent }) {
  const { row } = p;
  return (
    <>
      <p class="app-talk__head">
        <strong>{titleOf(row)}</strong>
        <When at={row.at} />
        {row.sort === 'message' && row.state && <StateTag words={message_states} state={row.state} />}
        {row.sort === 'reply' && <StateTag words={reply_meanings} state={row.kind} />}
        {row.urgent && <Tag colour="red">Urgent</Tag>}
        {row.test && <Tag colour="grey">Test</Tag>}
      </p>
      {row.body && <p class="app-phone" dir="auto">{row.body}</p>}
      <p class="app-quiet">{row.summary}{row.sort === 'message' && row.id && <> <a href={links.message(row.id)}>Its page<span class="nhsuk-u-visually-hidden"> ({titleOf(row)})</span></a></>}</p>
    </>
  );
}

export function titleOf(row: PatientEvent): string {
  if (row.sort === 'message') return row.kind ? nameFor(message_kinds, row.kind) : 'Message';
  if (row.sort === 'reply') return 'Reply';
  if (row.sort === 'wish') return 'What they want to be sent';
  return row.kind ? nameFor(operation_names, row.kind) : 'In the clinical system';
}
