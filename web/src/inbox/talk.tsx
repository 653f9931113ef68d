// The conversation itself. All words are put in as text: whatever a patient sends stays words.
import type { ConversationLine } from '../api/inbox_types';
import { shortId } from '../format/format';
import { links } from '../route/links';
import { When } from '../ui/bits';
import { Empty } from '../ui/state';
import { StateTag } from '../ui/tag';
import { event_names, message_states } from '../words/message_words';
import { isShown, sideOf } from './lines';

/** @param said words by their line's number; a line without any has not been shown yet
    @param subjects the same of e-mails' subjects */
export function Talk(p: { lines: readonly ConversationLine[]; said: ReadonlyMap<number, string>; subjects?: ReadonlyMap<number, string> }) {
  const shown = p.lines.filter(isShown);
  if (shown.length === 0) return <Empty title="Nothing to show">What was said is no longer in the broker’s memory. Older texts are on their own pages.</Empty>;
  return (
    <ol class="app-talk" role="list" aria-label="What was said and what came of it">
      {shown.map((line) => <Line key={line.sequence} line={line} words={p.said.get(line.sequence)} subject={p.subjects?.get(line.sequence) ?? ''} />)}
    </ol>
  );
}

/** What isn't said of a text message, the usual way. */
const by_names: Readonly<Record<string, string>> = { email: 'by e-mail', voice: 'by telephone', smart: 'by a link' };
const who = { in: 'The patient', out: 'To the patient', note: 'Note', step: '' } as const;

function Line(p: { line: ConversationLine; words: string | undefined; subject: string }) {
  const { line } = p;
  const side = sideOf(line);
  if (side === 'step')
    return (
      <li class="app-talk__step">
        <StateTag words={event_names} state={line.type} /> <When at={line.at} /> <span class="app-talk__what">{line.summary}</span>
      </li>
    );
  return (
    <li class={`app-talk__said app-talk__said--${side}`}>
      <p class="app-talk__head">
        <strong>{who[side]}{side === 'note' && line.by ? ` by ${line.by}` : ''}</strong>
        <When at={line.at} />
        {side !== 'note' && by_names[line.channel] !== undefined && <span class="app-quiet">{by_names[line.channel]}</span>}
        {side === 'out' && line.state && <StateTag words={message_states} state={line.state} />}
      </p>
      {p.subject !== '' && <p class="app-talk__subject" dir="auto"><span class="app-quiet">Subject:</span> {p.subject}</p>}
      {p.words === undefined ? <p class="app-quiet">The words are hidden.</p> : p.words === '' ? <p class="app-quiet">No words, or they were erased.</p> : <blockquote class="app-talk__words" dir="auto">{p.words}</blockquote>}
      {side === 'in' && <p class="app-talk__why">{line.summary}</p>}
      {side === 'out' && (
        <p class="app-talk__why">
          {line.by && <>Asked for by {line.by}. </>}
          <a href={links.message(line.message)}>All that happened to it<span class="nhsuk-u-visually-hidden"> (message {shortId(line.message)})</span></a>
        </p>
      )}
    </li>
  );
}
