// What one text has that the other hasn't: by signs and colours for those who see it, in words for those who hear it.
import type { TemplateWords } from '../api/template_types';
import { changes } from './changes';

export function Difference(p: { of: TemplateWords; since: TemplateWords; name: string }) {
  const rows = (['title', 'subject', 'body'] as const).filter((field) => p.of[field] !== p.since[field]);
  if (rows.length === 0 && p.of.alphabet === p.since.alphabet) return <p class="app-hint">Its words are those of {p.name}.</p>;
  return (
    <div class="app-changes">
      {rows.map((field) => (
        <p key={field} dir="auto">
          {field !== 'body' && <span class="app-quiet">{field === 'title' ? 'Name: ' : 'Subject: '}</span>}
          {changes(p.since[field], p.of[field]).map((one, i) => <Part key={i} how={one.how} text={one.text} />)}
        </p>
      ))}
      {p.of.alphabet !== p.since.alphabet && <p class="app-quiet">Its letters are chosen otherwise, too.</p>}
    </div>
  );
}

function Part(p: { how: string; text: string }) {
  if (p.how === 'old') return <del><span class="nhsuk-u-visually-hidden">[taken out: </span>{p.text}<span class="nhsuk-u-visually-hidden">]</span></del>;
  if (p.how === 'new') return <ins><span class="nhsuk-u-visually-hidden">[put in: </span>{p.text}<span class="nhsuk-u-visually-hidden">]</span></ins>;
  return <span>{p.text}</span>;
}
