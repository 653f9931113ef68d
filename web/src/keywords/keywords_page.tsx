// Words that patients may text, and a box that says what a reply would be taken for.
import type { Keyword, PracticeSettings } from '../api/staff_forms';
import { InForce } from '../settings/in_force';
import { list } from '../settings/plain';
import { Facts, Panel } from '../ui/bits';
import { Empty } from '../ui/state';
import { Tag } from '../ui/tag';
import { TryIt } from './try_it';

const automatic: readonly (readonly [string, string])[] = [
  ['confirmed', 'After a confirmation'],
  ['cancelled', 'After a cancellation'],
  ['kept', 'When a cancellation was taken back'],
  ['which', 'When it isn’t clear which appointment is meant'],
  ['received', 'When a person will read it'],
  ['out_of_hours', 'The same, when nobody is there'],
  ['urgent', 'When it sounds urgent'],
];

export function KeywordsPage() {
  return (
    <InForce path="/app/keywords" title="Keywords" section="keywords" lead="Words that patients may text to the practice, what is answered by itself, and what a reply would be taken for.">
      {(value) => (
        <>
          <Panel title="Try it" lead="Write what a patient might answer. Nothing is sent and nothing is kept.">
            <TryIt practice={value.practice} />
          </Panel>
          <Panel title="Keywords">
            <Keywords rows={value.keywords} />
          </Panel>
          <Panel title="Answers that go by themselves"><Automatic value={value} /></Panel>
        </>
      )}
    </InForce>
  );
}

export function Keywords(p: { rows: readonly Keyword[] }) {
  if (p.rows.length === 0) return <Empty title="No keywords">STOP, START, YES, CANCEL and their like are always understood; keywords come on top of these.</Empty>;
  return (
    <ul class="app-people" role="list">
      {p.rows.map((row) => (
        <li key={row.id}>
          <div class="app-cell">
            <strong>{list(row.words.map((one) => one.toUpperCase()), 'or')}</strong> {row.in_force ? <Tag colour="green">In force</Tag> : <Tag colour="grey">Not in force</Tag>} {row.test && <Tag colour="yellow">For test numbers only</Tag>}
            <p>{whatItDoes(row)}</p>
            {row.answer && <p class="app-phone" dir="auto">{row.answer}</p>}
          </div>
        </li>
      ))}
    </ul>
  );
}

export function whatItDoes(row: Keyword): string {
  const parts = [
    row.answer ? 'answers with the text below' : 'answers nothing',
    row.code ? `files the code ${row.code}${row.code_text ? ` (${row.code_text})` : ''} when the number is one patient’s` : '',
    row.joins ? `puts them into the group ${row.joins}` : '',
    row.leaves ? `takes them out of the group ${row.leaves}` : '',
  ].filter((one) => one !== '');
  const days = row.from || row.until ? ` In force${row.from ? ` from ${row.from}` : ''}${row.until ? ` until ${row.until}` : ''}.` : '';
  return `The practice ${list(parts)}.${days}`;
}

function Automatic(p: { value: PracticeSettings }) {
  return <Facts rows={automatic.map(([name, title]) => [title, p.value.automatic_texts[name] ? <span dir="auto">{p.value.automatic_texts[name]}</span> : 'nothing'])} />;
}
