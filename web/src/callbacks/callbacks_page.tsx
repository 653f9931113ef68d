// Programs that are told what became of messages: how far each is, and what could not be told.
import type { CallbackReceiver, Callbacks, DeadCallback } from '../api/callback_types';
import { useResource } from '../api/use_resource';
import { counted, number } from '../format/format';
import { links } from '../route/links';
import { Ago, Legend, Panel, When } from '../ui/bits';
import { Page } from '../ui/page';
import { Empty, Fetched } from '../ui/state';
import { Table, type Column } from '../ui/table';
import { StateTag, Tag } from '../ui/tag';
import { callback_states, receiver_names } from '../words/callback_words';
import { LetterButton } from './letter_button';
import { practicesOf } from './letters';

const nameOf = (receiver: string): string => receiver_names[receiver] ?? receiver;

const receiverColumns: readonly Column<CallbackReceiver>[] = [
  { head: 'Practice', cell: (r) => <a href={links.practice(r.practice)}>{r.practice}</a> },
  { head: 'Receiver', cell: (r) => <span class="app-name">{nameOf(r.receiver)}<span class="app-why">{r.host}</span></span> },
  { head: 'State', cell: (r) => <span class="app-name"><StateTag words={callback_states} state={r.state} />{r.why && <span class="app-why">{r.why}</span>}</span> },
  { head: 'Owed', numeric: true, cell: (r) => number(r.owed) },
  { head: 'Oldest', cell: (r) => <Ago at={r.oldest_at} none="–" /> },
  { head: 'Dead letters', numeric: true, cell: (r) => number(r.dead) },
  { head: 'Told', numeric: true, cell: (r) => number(r.told) },
  { head: 'Last answer', cell: (r) => (r.last_said ? <span class="app-name">{r.last_said}<span class="app-why"><When at={r.last_at} /></span></span> : '–') },
];

const letterColumns = (reload: () => void): readonly Column<DeadCallback>[] => [
  { head: 'Practice', cell: (d) => <a href={links.practice(d.practice)}>{d.practice}</a> },
  { head: 'About', cell: (d) => (
    <span class="app-name">
      {d.status === 'received' ? 'A patient’s text' : <a href={links.message(d.about)}>{`Message ${d.about.slice(0, 8)}`}</a>}
      <span class="app-why">{d.status.replaceAll('_', ' ')}</span>
    </span>
  ) },
  { head: 'Receiver', cell: (d) => nameOf(d.receiver) },
  { head: 'Why', cell: (d) => <span class="app-name">{d.why}<span class="app-why">{counted(d.tries, 'try', 'tries')}, given up <When at={d.at} /></span></span> },
  { head: 'What now', cell: (d) => {
    if (d.again) return <Tag colour="blue">Being tried again</Tag>;
    const chosen = { practice: d.practice, receiver: d.receiver, sequences: [d.sequence] };
    const about = `of ${d.practice}, record ${d.sequence}`;
    return (
      <span class="app-row">
        <LetterButton chosen={chosen} retry label="Try again" about={about} onDone={reload} />
        <LetterButton chosen={chosen} retry={false} label="Discard" about={about} onDone={reload} />
      </span>
    );
  } },
];

export function CallbacksPage(_p: { parts: Readonly<Record<string, string>> }) {
  const answer = useResource<Callbacks>('callbacks');
  return (
    <Page title="Callbacks" lead="Programs of the practices that are told what became of their messages and what patients texted. What can’t be told is tried again, then kept here.">
      <Fetched of={answer} what="callbacks">
        {(value) => (
          <>
            <Panel title={counted(value.receivers.length, 'receiver')}>
              {value.receivers.length === 0 ? (
                <Empty title="No receivers">A practice’s file names them under “callbacks”.</Empty>
              ) : (
                <Table<CallbackReceiver> caption="Receivers" caption_hidden columns={receiverColumns} rows={value.receivers} row_key={(r) => `${r.practice} ${r.receiver}`} />
              )}
              <Legend summary="What the states mean" words={callback_states} />
            </Panel>
            <Letters of={value} reload={answer.reload} />
          </>
        )}
      </Fetched>
    </Page>
  );
}

function Letters(p: { of: Callbacks; reload: () => void }) {
  const { dead, more } = p.of;
  return (
    <Panel title={more ? `More than ${counted(dead.length, 'dead letter')}` : counted(dead.length, 'dead letter')} lead="Callbacks that were given up: their receiver refused them, or didn’t answer often enough.">
      {dead.length === 0 ? (
        <Empty title="No dead letters" />
      ) : (
        <>
          {practicesOf(dead).map((practice) => (
            <p class="app-row" key={practice}>
              <LetterButton chosen={{ practice }} retry label={`Try all of ${practice} again`} about="" onDone={p.reload} />
              <LetterButton chosen={{ practice }} retry={false} label={`Discard all of ${practice}`} about="" onDone={p.reload} />
            </p>
          ))}
          <Table<DeadCallback> caption="Dead letters" caption_hidden columns={letterColumns(p.reload)} rows={dead} row_key={(d) => `${d.practice} ${d.receiver} ${d.sequence}`} />
        </>
      )}
    </Panel>
  );
}
