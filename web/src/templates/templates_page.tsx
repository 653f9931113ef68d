// The texts in force: the practice's own and those that all practices share.
import type { PracticeSettings, TemplateInForce } from '../api/staff_forms';
import { counted } from '../format/format';
import { cost } from '../send/check';
import { InForce } from '../settings/in_force';
import { list } from '../settings/plain';
import { Facts, Panel } from '../ui/bits';
import { Empty } from '../ui/state';
import { Tag } from '../ui/tag';

export function TemplatesPage() {
  return (
    <InForce path="/app/templates" title="Templates" lead="The texts in force, each as an invented patient would get it. They are changed in the practice’s file or the shared templates by the host’s operators; here they can be read.">
      {(value) => <Templates value={value} />}
    </InForce>
  );
}

export function Templates(p: { value: PracticeSettings }) {
  if (p.value.templates.length === 0) return <Empty title="No templates">Neither the practice nor the host has any.</Empty>;
  return <>{p.value.templates.map((one) => <One key={one.id} row={one} />)}</>;
}

const whose = { own: 'The practice’s own', shared: 'Shared by all practices' } as const;

function One(p: { row: TemplateInForce }) {
  const { row } = p;
  return (
    <Panel title={row.title} more={row.whose && <Tag colour={row.whose === 'own' ? 'blue' : 'grey'}>{whose[row.whose]}</Tag>}>
      {row.subject && <p class="app-hint">E-mail headed: {row.subject}</p>}
      <p class="app-phone" dir="auto">{row.example}</p>
      <Facts
        rows={[
          ['As it is written', <span dir="auto" class="app-words-raw">{row.body}</span>],
          ['Fields', row.fields.length === 0 ? 'none' : list(row.fields)],
          ['As a text message', `${counted(row.segments, 'part')} to pay for, about ${cost(row.pence)}${row.encoding === 'ucs2' ? ', with letters beyond the usual ones' : ''}`],
          ['Letters', row.alphabet === 'unicode' ? 'any' : 'English and Welsh; others go as their likeness'],
          ['Used by', row.used_by.length === 0 ? 'no rule; by hand and by programs' : list(row.used_by)],
          ['Version', `${row.version}, fingerprint ${row.fingerprint}. Since when isn’t recorded: the text comes from a file.`],
        ]}
      />
    </Panel>
  );
}
