import { useState } from 'preact/hooks';
import type { Note } from '../api/types';
import { counted } from '../format/format';
import { links } from '../route/links';
import { When } from '../ui/bits';
import { Empty } from '../ui/state';
import { StateTag } from '../ui/tag';
import { note_levels } from '../words/practice_words';

/** So many that Tab comes past them soon; the others are one button away. */
const shown_at_first = 6;

/** The feed's notes, newest first. Links are taken only to our own pages. */
export function Notes(p: { rows: readonly Note[] }) {
  const [all, setAll] = useState(false);
  if (p.rows.length === 0) return <Empty title="Nothing yet">Events appear here as they happen.</Empty>;
  const rows = all ? p.rows : p.rows.slice(0, shown_at_first);
  return (
    <>
      <ul class="app-notes" role="list" aria-label="Events, newest first" {...(all ? { tabIndex: 0 } : {})}>
        {rows.map((note) => (
          <li key={`${note.at} ${note.practice} ${note.what}`} class={`app-note app-note--${note.level}`}>
            <span class="app-note__head">
              <When at={note.at} />
              {note.practice && note.practice !== 'host' && <a href={links.practice(note.practice)}>{note.practice}</a>}
              {note.level !== 'info' && <StateTag words={note_levels} state={note.level} />}
            </span>
            {note.link.startsWith('/ops/') ? <a class="app-note__what" href={note.link}>{note.what}</a> : <span class="app-note__what">{note.what}</span>}
          </li>
        ))}
      </ul>
      {p.rows.length > shown_at_first && (
        <button class="app-bar__button app-notes__more" type="button" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? 'Show fewer' : `Show all ${counted(p.rows.length, 'event')}`}
        </button>
      )}
    </>
  );
}
