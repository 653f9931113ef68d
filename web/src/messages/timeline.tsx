import type { TimelineEntry } from '../api/types';
import { duration, shortId } from '../format/format';
import { When } from '../ui/bits';
import { Empty } from '../ui/state';
import { StateTag } from '../ui/tag';
import { wordFor } from '../words/look_up';
import { event_names } from '../words/message_words';

export function Timeline(p: { entries: readonly TimelineEntry[] }) {
  if (p.entries.length === 0) return <Empty title="Nothing yet">What happens to this message appears here at once.</Empty>;
  return (
    <ol class="app-timeline" role="list">
      {p.entries.map((entry, i) => (
        <li key={entry.sequence} class={`app-event app-event--${wordFor(event_names, entry.type).colour}`}>
          <p class="app-event__head">
            <StateTag words={event_names} state={entry.type} />
            <When at={entry.at} />
            {since(p.entries[i - 1], entry)}
          </p>
          <p class="app-event__what">{entry.summary}</p>
          <p class="app-event__ids">
            Event {entry.sequence}
            {entry.reply && <> · reply {shortId(entry.reply)}</>}
            {entry.operation && <> · write {shortId(entry.operation)}</>}
          </p>
        </li>
      ))}
    </ol>
  );
}

function since(before: TimelineEntry | undefined, now: TimelineEntry) {
  if (!before) return null;
  const ms = Date.parse(now.at) - Date.parse(before.at);
  return ms > 0 ? <span class="app-quiet">+{duration(ms)}</span> : null;
}
