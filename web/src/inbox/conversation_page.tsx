// One conversation: everything said both ways and what came of it, and what staff can do about it.
import { useEffect, useState } from 'preact/hooks';
import type { ConversationPage as Answer } from '../api/inbox_types';
import { useResource, type Resource } from '../api/use_resource';
import { sentence } from '../format/format';
import { PatientLink } from '../names/whose';
import { links } from '../route/links';
import { withQuery } from '../route/query';
import { Action } from '../ui/action';
import { Allowed } from '../ui/allowed';
import { Facts, Panel, When } from '../ui/bits';
import { Page } from '../ui/page';
import { nameOf } from '../ui/practice_choice';
import { reason_max } from '../ui/reveal';
import { Fetched } from '../ui/state';
import { StateTag } from '../ui/tag';
import { conversation_statuses } from '../words/inbox_words';
import { CodeForm } from './code_form';
import { Composer } from './composer';
import { DocumentForm } from './document_form';
import { Held } from './held';
import { heldAnswers, lastSpoken, titleOf, whoseIs } from './lines';
import { Mover } from './mover';
import { NoteForm } from './note_form';
import { Talk } from './talk';

export function ConversationPage(p: { practice: string; id: string }) {
  const of_practice = { practice: p.practice };
  const path = `conversations/${encodeURIComponent(p.id)}`;
  const answer = useResource<Answer>(withQuery(path, of_practice), true, undefined, p.practice);
  const head = answer.value?.head;
  return (
    <Page
      title={head ? titleOf(head) : 'Conversation'}
      lead={`A conversation with ${nameOf(p.practice)}. Opening it is kept in the audit trail, since patients’ words are shown.`}
      crumb={{ text: nameOf(p.practice), href: links.inbox(of_practice) }}
      aside={head && <StateTag words={conversation_statuses} state={head.status} />}
    >
      <Fetched of={answer} what="this conversation">
        {(value) => <Body page={value} path={path} reload={answer.reload} />}
      </Fetched>
    </Page>
  );
}

function Body(p: { page: Answer; path: string; reload: () => void }) {
  const { head, lines } = p.page;
  const [reason, setReason] = useState('');
  const words = useResource<Answer>(withQuery(p.path, { practice: head.practice, reveal: 1, reason }), 'reveal');
  const newest = lastSpoken(lines);
  const behind = words.value !== null && lastSpoken(words.value.lines) < newest;
  useEffect(() => {
    if (behind) words.reload(); // something new was said: showing it is an entry of its own
  }, [newest, behind]);
  const said = new Map((words.value?.lines ?? []).map((line) => [line.sequence, line.body]));
  const subjects = new Map((words.value?.lines ?? []).map((line) => [line.sequence, line.subject]));
  const of_practice = { practice: head.practice };
  return (
    <>
      <Whose page={p.page} words={words.value} />
      <div class="app-cols">
        <div>
          <Panel title="The conversation" lead="Oldest first. Under each reply: how it was read, and why.">
            {p.page.cut && <p class="app-hint">Only the latest is shown: 100 replies, notes and moves, and 50 messages.</p>}
            <WordsTrouble words={words} give={setReason} />
            <Talk lines={lines} said={said} subjects={subjects} />
          </Panel>
          <Panel title="Answer">
            <Held lines={heldAnswers(lines)} said={said} of={p.path} practice={head.practice} reload={p.reload} />
            <Allowed to={`${p.path}/answers`}><Composer path={p.path} practice={head.practice} ways={p.page.ways} reload={p.reload} /></Allowed>
          </Panel>
        </div>
        <div>
          <Allowed to={`${p.path}/move`}><Panel title="Who deals with it"><Mover head={head} path={p.path} reload={p.reload} /></Panel></Allowed>
          {head.disputed && (
            <Panel title="Is it the right number?" lead="Whoever has this number said it isn’t the patient’s, so nothing about the patient goes there. Check the record first.">
              <Action label="The number is right" about="for this conversation" confirm="Messages about the patient will go to it again." path={withQuery(`${p.path}/trust`, of_practice)} done="Trusted again." onDone={p.reload} secondary />
            </Panel>
          )}
          <Panel title="About this conversation">
            <Facts
              rows={[
                ['Number', <span class="app-mono">{words.value?.number ? `+${words.value.number}` : head.from || 'none: they wrote by e-mail alone'}</span>],
                ...(p.page.ways.includes('email') ? [['E-mail address', <span class="app-mono">{words.value?.address || 'hidden'}</span>] as const] : []),
                ['Practice', `${nameOf(head.practice)} (${head.practice})`],
                ['Replies', head.replies],
                ['Last reply', <When at={head.last_at} />],
              ]}
            />
          </Panel>
          <Allowed to={`${p.path}/code`}><Panel title="File a code" lead="Into the record of the one patient who has this number."><CodeForm path={p.path} practice={head.practice} reload={p.reload} /></Panel></Allowed>
          <Allowed to={`${p.path}/document`}><DocumentForm path={p.path} practice={head.practice} reload={p.reload} /></Allowed>
          <Allowed to={`${p.path}/notes`}><Panel title="Note for the staff" lead="The patient never sees it."><NoteForm path={p.path} practice={head.practice} reload={p.reload} /></Panel></Allowed>
        </div>
      </div>
    </>
  );
}

/** Whose number it is: a name only when it is one patient’s, with the words, whose showing is in the audit trail. */
function Whose(p: { page: Answer; words: Answer | null }) {
  const { head } = p.page;
  const { practice } = head;
  const said = whoseIs(head);
  // The words stand still while records change: then the name may be somebody else’s.
  const patient = p.words?.patient && p.words.head.patient === head.patient ? { id: p.words.patient, name: p.words.name } : null;
  if (said) return <p class="app-whose">{sentence(said)}.</p>;
  if (!patient) return <p class="app-whose">One patient has this {head.from === '' ? 'address' : 'number'}.</p>;
  if (head.disputed) return <p class="app-whose">In the record of <PatientLink practice={practice} patient={patient} />, but whoever has the number said that it isn’t theirs.</p>;
  return <p class="app-whose"><PatientLink practice={practice} patient={patient} /></p>;
}

/** The words may be refused: this broker may ask for a reason first. Everything else stays on the page. */
function WordsTrouble(p: { words: Resource<Answer>; give: (reason: string) => void }) {
  const { problem } = p.words;
  if (!problem || problem.status === 401) return null;
  if (problem.status !== 400)
    return (
      <div class="app-state app-state--trouble" role="alert">
        <p class="app-state__title">Can’t show the patient’s words now</p>
        <p>{problem.reason}</p>
        <button class="nhsuk-button nhsuk-button--secondary nhsuk-button--small" type="button" onClick={p.words.reload}>Try again</button>
      </div>
    );
  const show = (event: SubmitEvent): void => {
    event.preventDefault();
    p.give(String(new FormData(event.currentTarget as HTMLFormElement).get('reason') ?? '').trim());
  };
  return (
    <form class="app-filters" onSubmit={show} aria-label="Show the words">
      <div class="app-field">
        <label class="nhsuk-label" for="why">Why do you need to see the words?</label>
        <div class="nhsuk-hint" id="why-hint">Kept in the audit trail with your name. No patient’s details here.</div>
        <input class="nhsuk-input nhsuk-input--width-20" id="why" name="reason" aria-describedby="why-hint" maxLength={reason_max} autocomplete="off" />
      </div>
      <div class="app-filters__buttons"><button class="nhsuk-button nhsuk-button--small" type="submit">Show the words</button></div>
    </form>
  );
}
