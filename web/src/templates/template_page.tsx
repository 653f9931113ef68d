// One template: its draft and what is decided about it, what is in force, and every version there was.
import { useState } from 'preact/hooks';
import { useMay } from '../api/may';
import type { SendOptions } from '../api/staff_forms';
import type { TemplateDraft, TemplatePageOf, TemplatePreview, TemplateVersion } from '../api/template_types';
import { useResource } from '../api/use_resource';
import { links } from '../route/links';
import { withQuery } from '../route/query';
import { go, place } from '../route/route';
import { TestToMe } from '../send/test_to_me';
import { list } from '../settings/plain';
import { Details, Facts, Panel, When } from '../ui/bits';
import { Page } from '../ui/page';
import { Fetched } from '../ui/state';
import { StateTag } from '../ui/tag';
import { draft_states, template_owners, template_states } from '../words/template_words';
import { Difference } from './difference';
import { DraftForm } from './draft_form';
import { Look } from './look';
import { Move, MoveWithReason } from './move';
import { host, ownerOf } from './templates_page';

export function TemplatePage(p: { parts: Readonly<Record<string, string>> }) {
  const id = p.parts['id'] ?? '';
  const practice = place.value.query['practice'] ?? '';
  const answer = useResource<TemplatePageOf>(withQuery(`templates/${encodeURIComponent(id)}`, { practice }));
  const crumb = { text: `Templates of ${ownerOf(practice)}`, href: links.templates({ practice }) };
  return (
    <Page title={answer.value ? answer.value.title : `Template ${id}`} lead={`Template ${id} of ${ownerOf(practice)}.`} crumb={crumb}>
      <Fetched of={answer} what="the template">{(value) => <Template value={value} reload={answer.reload} />}</Fetched>
    </Page>
  );
}

/** May this owner's people change it here? A shared one is changed by the host's operators, one of a file in its file. */
export const isEditable = (value: TemplatePageOf): boolean => value.made_in === 'browser' && (value.whose === 'own' || value.practice === host);

export function Template(p: { value: TemplatePageOf; reload: () => void }) {
  const { value } = p;
  const newest = value.versions[0];
  const done = (): void => p.reload();
  return (
    <>
      <p class="app-tags"><StateTag words={template_states} state={value.state} /> <StateTag words={template_owners} state={value.whose} /></p>
      {!isEditable(value) && <p class="app-hint">{value.made_in === 'file' ? 'It stands in a file and is changed there, by the host’s operators.' : 'The host’s operators look after it: no practice changes it.'}</p>}
      {value.state === 'overridden' && <p class="app-warning" role="alert">A file has a template of this id too, and the file’s is in force. Retire this one, or have the file’s renamed.</p>}
      {value.retired && <p class="app-warning">Retired by {value.retired.by}, <When at={value.retired.at} />: {value.retired.why}</p>}
      <Drafted value={value} newest={newest} reload={p.reload} />
      {newest && (
        <Panel title={value.state === 'in_force' ? `In force: version ${newest.number}` : `Last version: ${newest.number}`}>
          <Look practice={value.practice} of={{ ...newest, channel: value.channel }} />
          <Facts rows={[['As it is written', <span dir="auto" class="app-words-raw">{newest.body}</span>], ['Used by', value.used_by.length === 0 ? 'no rule; by hand and by programs' : list(value.used_by)], ...approvedBy(newest)]} />
          {isEditable(value) && (value.state === 'in_force' || value.state === 'overridden') && value.waiting === null && (
            <Details summary="Retire it">
              <MoveWithReason practice={value.practice} id={value.id} revision={value.revision} move="retire" label="Retire it" look="warning" question="Why is it retired?" hint="Nothing is sent by it from then on. The audit trail keeps the reason." done={done} />
            </Details>
          )}
        </Panel>
      )}
      {value.versions.length > 1 && (
        <Panel title="Earlier versions">
          {value.versions.slice(1).map((one) => <Earlier key={one.number} value={value} of={one} done={done} />)}
        </Panel>
      )}
    </>
  );
}

const approvedBy = (one: TemplateVersion): [string, preact.ComponentChildren][] =>
  one.at === null ? [['Since when', 'isn’t recorded: it comes from a file']] : [['Written by', one.by ?? ''], ['Approved by', <span>{one.approved_by}, <When at={one.at} />{one.by?.split(', ').includes(one.approved_by ?? '') ? ' (who wrote on it)' : ''}</span>]];

function Earlier(p: { value: TemplatePageOf; of: TemplateVersion; done: () => void }) {
  const { value, of } = p;
  const next = value.versions.find((one) => one.number === of.number + 1);
  return (
    <Details summary={`Version ${of.number}`}>
      <p class="app-words-raw" dir="auto">{of.body}</p>
      <Facts rows={approvedBy(of)} />
      {next && (
        <>
          <p class="nhsuk-label">What version {next.number} changed</p>
          <Difference of={next} since={of} name={`version ${of.number}`} />
        </>
      )}
      {isEditable(value) && value.waiting === null && <Move practice={value.practice} id={value.id} revision={value.revision} move="go-back" label={`Go back to version ${of.number}`} more={{ version: String(of.number) }} look="secondary" done={p.done} />}
    </Details>
  );
}

function Drafted(p: { value: TemplatePageOf; newest: TemplateVersion | undefined; reload: () => void }) {
  const { value, newest } = p;
  const [writing, setWriting] = useState(false);
  const may = useMay('POST', `templates/${value.id}/draft`);
  if (!isEditable(value)) return null;
  const { waiting } = value;
  const words = waiting ?? newest;
  if (writing && words) {
    return (
      <Panel title={waiting ? 'The draft' : 'A new version'}>
        <DraftForm practice={value.practice} from={{ ...words, id: value.id, channel: value.channel }} revision={value.revision} is_new={false} saved={() => { setWriting(false); p.reload(); }} leave={() => setWriting(false)} />
      </Panel>
    );
  }
  const write = may && <button class="nhsuk-button nhsuk-button--small nhsuk-button--secondary" type="button" onClick={() => setWriting(true)}>{waiting ? 'Change the draft' : 'Draft a new version'}</button>;
  if (!waiting) return <p>{write}</p>;
  return <Waiting value={value} waiting={waiting} newest={newest} write={write} reload={p.reload} />;
}

function Waiting(p: { value: TemplatePageOf; waiting: TemplateDraft; newest: TemplateVersion | undefined; write: preact.ComponentChildren; reload: () => void }) {
  const { value, waiting, newest } = p;
  const [preview, setPreview] = useState<TemplatePreview | null>(null);
  const to = { practice: value.practice, id: value.id, revision: value.revision };
  const discarded = (what: { gone: boolean }): void => (what.gone ? go(links.templates({ practice: value.practice })) : p.reload());
  return (
    <Panel title="The draft" more={<StateTag words={draft_states} state={waiting.state} />}>
      {waiting.state === 'refused' && <p class="app-warning">Refused by {waiting.refused_by}, <When at={waiting.at} />: {waiting.why}</p>}
      {waiting.goes_back_to !== null && <p class="app-hint">It goes back to the words of version {waiting.goes_back_to}.</p>}
      <Look practice={value.practice} of={{ ...waiting, channel: value.channel }} seen={setPreview} />
      <Facts rows={[['As it is written', <span dir="auto" class="app-words-raw">{waiting.body}</span>], ['Written by', list(waiting.authors)]]} />
      {newest && (
        <>
          <p class="nhsuk-label">What it changes of version {newest.number}</p>
          <Difference of={waiting} since={newest} name={`version ${newest.number}`} />
        </>
      )}
      <div class="app-buttons">
        {waiting.state === 'being_written' && <Move {...to} move="submit" label="Submit for approval" done={p.reload} />}
        {waiting.may_approve && <Move {...to} move="approve" label={waiting.mine ? 'Approve my own draft' : 'Approve it'} done={p.reload} />}
        {p.write}
        <Move {...to} move="discard" label="Discard the draft" look="secondary" done={discarded} />
      </div>
      {waiting.state === 'submitted' && !waiting.may_approve && <p class="app-hint">You wrote on it: somebody else approves it.</p>}
      {waiting.state === 'submitted' && <MoveWithReason {...to} move="refuse" label="Refuse it" look="secondary" question="Or why isn’t it good yet?" hint="Whoever wrote it reads this, and the audit trail keeps it." done={p.reload} />}
      {value.practice !== host && value.channel === 'sms' && preview && <Test practice={value.practice} text={preview.body} />}
    </Panel>
  );
}

/** A draft goes to nobody but whoever tries it on their own phone. */
function Test(p: { practice: string; text: string }) {
  const options = useResource<SendOptions>(withQuery('send-options', { practice: p.practice }), false);
  if (!options.value) return null;
  return <TestToMe practice={p.practice} wish={{ template: '', text: p.text, fields: {} }} options={options.value} />;
}
