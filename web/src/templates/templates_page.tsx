// All templates of a practice, or (for the host's operators) of all practices: what waits for approval first.
import { useState } from 'preact/hooks';
import { useMay } from '../api/may';
import type { TemplateList, TemplateRow } from '../api/template_types';
import { useMe } from '../api/use_me';
import { useResource } from '../api/use_resource';
import { counted } from '../format/format';
import { practices } from '../live/live';
import { links } from '../route/links';
import { withQuery } from '../route/query';
import { go, place } from '../route/route';
import { Legend, Panel, When } from '../ui/bits';
import { Page } from '../ui/page';
import { chosenPractice, nameOf, PracticeChoice } from '../ui/practice_choice';
import { Empty, Fetched } from '../ui/state';
import { Table, type Column } from '../ui/table';
import { StateTag } from '../ui/tag';
import { draft_states, template_owners, template_states } from '../words/template_words';
import { blank, DraftForm } from './draft_form';

/** The owner of the templates that all practices share. */
export const host = 'host';
export const ownerOf = (practice: string): string => (practice === host ? 'all practices' : nameOf(practice));

export function TemplatesPage() {
  const practice = chosenPractice(place.value.query['practice'] ?? '', practices.value);
  const operator = useMe()?.role === 'host_operator';
  return (
    <Page title={practice ? `Templates of ${ownerOf(practice)}` : 'Templates'} lead="The texts that staff and programs send by. A new one, or a change, is drafted here and is in force once an administrator who didn’t write it has approved it.">
      <PracticeChoice path="/app/templates" value={practice === host ? '' : practice} />
      {operator && practice !== host && <p><a href={links.templates({ practice: host })}>Templates for all practices</a></p>}
      {practice === '' ? <Panel title="Choose a practice"><p>Each practice has its own.</p></Panel> : <List key={practice} practice={practice} />}
    </Page>
  );
}

function List(p: { practice: string }) {
  const answer = useResource<TemplateList>(withQuery('templates', { practice: p.practice }));
  return <Fetched of={answer} what="the templates">{(value) => <Templates value={value} />}</Fetched>;
}

const made: Readonly<Record<string, string>> = { file: 'In a file', browser: 'Here' };
const channels: Readonly<Record<string, string>> = { sms: 'Text message', email: 'E-mail' };

const columns = (practice: string): readonly Column<TemplateRow>[] => [
  { head: 'Template', cell: (row) => <span class="app-name"><a href={links.template(practice, row.id)} dir="auto">{row.title}</a><span class="app-why">{row.id}</span></span> },
  { head: 'State', cell: (row) => <span class="app-tags"><StateTag words={template_states} state={row.state} />{row.draft && <> <StateTag words={draft_states} state={row.draft} /></>}</span> },
  { head: 'Version', cell: (row) => row.version ?? 'none' },
  { head: 'Sent as', cell: (row) => channels[row.channel] ?? row.channel },
  { head: 'Whose', cell: (row) => <StateTag words={template_owners} state={row.whose} /> },
  { head: 'Made', cell: (row) => <span class="app-name">{made[row.made_in] ?? row.made_in}{row.changed_at && <span class="app-why">changed <When at={row.changed_at} /></span>}</span> },
];

export function Templates(p: { value: TemplateList }) {
  const { practice, templates } = p.value;
  const waiting = templates.filter((row) => row.draft === 'submitted');
  return (
    <>
      {!p.value.readable && <p class="app-warning" role="alert">What was made here can’t be read, so nothing of it is in force. The broker’s log says why.</p>}
      <Panel title={waiting.length === 0 ? 'Nothing waits for approval' : `${counted(waiting.length, 'draft waits', 'drafts wait')} for approval`}>
        {waiting.length === 0 ? <p class="app-hint">Drafts that are submitted stand here until an administrator has decided.</p> : (
          <ul class="app-warnings">
            {waiting.map((row) => <li key={row.id}><a href={links.template(practice, row.id)} dir="auto">{row.title}</a>, written by {row.draft_by}, <When at={row.changed_at} /></li>)}
          </ul>
        )}
        {p.value.self_approval && <p class="app-hint">Whoever wrote a draft may approve it here (templates_self_approval); the audit trail says so of each.</p>}
      </Panel>
      {p.value.readable && <New practice={practice} />}
      <Panel title={counted(templates.length, 'template')}>
        {templates.length === 0 ? <Empty title="No templates yet" /> : <Table<TemplateRow> caption="Templates" caption_hidden columns={columns(practice)} rows={templates} row_key={(row) => `${row.made_in} ${row.id}`} />}
        <Legend summary="What states mean" words={{ ...template_states, ...draft_states }} />
      </Panel>
    </>
  );
}

function New(p: { practice: string }) {
  const [open, setOpen] = useState(false);
  if (!useMay('POST', 'templates/new/draft')) return null;
  if (!open) return <p><button class="nhsuk-button nhsuk-button--small" type="button" onClick={() => setOpen(true)}>Draft a new template</button></p>;
  return (
    <Panel title="A new template">
      <DraftForm practice={p.practice} from={blank} revision={0} is_new saved={(what) => go(links.template(p.practice, what.id))} leave={() => setOpen(false)} />
    </Panel>
  );
}
