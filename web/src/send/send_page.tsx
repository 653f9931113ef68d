// A message by hand, step by step: to whom, what, a last look, and ten seconds to take it back.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import type { SendOptions } from '../api/staff_forms';
import type { PatientCard } from '../api/staff_types';
import { useResource } from '../api/use_resource';
import { practices } from '../live/live';
import { links } from '../route/links';
import { withQuery } from '../route/query';
import { go, place } from '../route/route';
import { Allowed } from '../ui/allowed';
import { Panel } from '../ui/bits';
import { Page } from '../ui/page';
import { chosenPractice, nameOf, PracticeChoice } from '../ui/practice_choice';
import { Revealed } from '../ui/revealed';
import { Fetched } from '../ui/state';
import { PatientSearch } from '../patients/search';
import { Check } from './check';
import { Sent } from './sent';
import type { Wish } from './wish';
import { Write } from './write';

export function SendPage() {
  const { query } = place.value;
  const practice = chosenPractice(query['practice'] ?? '', practices.value);
  const patient = query['patient'] ?? '';
  return (
    <Page title="Send a message" lead={`A text message to one patient${practice ? ` of ${nameOf(practice)}` : ''}. You see it as the patient will before it goes, and can take it back for 10 seconds after.`}>
      <PracticeChoice path="/app/send" value={practice} />
      {practice === '' ? <Panel title="Choose a practice"><p>Messages are sent for one practice at a time.</p></Panel> : <Steps key={`${practice} ${patient}`} practice={practice} patient={patient} />}
    </Page>
  );
}

function Steps(p: { practice: string; patient: string }) {
  return (
    <Allowed to="now-messages">
      {p.patient === '' ? (
        <Panel title="1. To whom?">
          <PatientSearch practice={p.practice} choose={(row) => (row.against ? null : <button class="nhsuk-button nhsuk-button--small nhsuk-button--secondary" type="button" onClick={() => go(links.send({ practice: p.practice, patient: row.id }))}>Choose<span class="nhsuk-u-visually-hidden"> {row.name}</span></button>)} />
        </Panel>
      ) : (
        <ToPatient practice={p.practice} patient={p.patient} />
      )}
    </Allowed>
  );
}

function ToPatient(p: { practice: string; patient: string }) {
  const options = useResource<SendOptions>(withQuery('send-options', { practice: p.practice }), false);
  return (
    <Revealed<PatientCard> path={withQuery(`patients/${encodeURIComponent(p.patient)}`, { practice: p.practice })} what="the patient">
      {(patient) => (
        <>
          <Panel title="1. To whom?">
            <p class="app-chosen"><strong dir="auto">{patient.name || 'No name in the record'}</strong>, mobile <span class="app-mono">{patient.mobile || 'none'}</span>. <a href={links.send({ practice: p.practice })}>Choose somebody else</a></p>
            <Warnings patient={patient} />
          </Panel>
          <Fetched of={options} what="the templates">{(value) => <Message practice={p.practice} patient={patient} options={value} />}</Fetched>
        </>
      )}
    </Revealed>
  );
}

function Warnings(p: { patient: PatientCard }) {
  const sms = p.patient.channels.find((one) => one.channel === 'sms');
  if (!sms) return null;
  return (
    <>
      {sms.against && <p class="app-warning" role="alert">A text message to this patient would be refused: {sms.against}.</p>}
      {sms.sharing > 1 && <p class="app-warning">{sms.sharing} patients have this number: somebody else may read what you send.</p>}
    </>
  );
}

type Stage = { readonly at: 'write' } | { readonly at: 'check' } | { readonly at: 'sent'; readonly message: string; readonly held_s: number };

function Message(p: { practice: string; patient: PatientCard; options: SendOptions }) {
  const [stage, setStage] = useState<Stage>({ at: 'write' });
  const [wish, setWish] = useState<Wish>({ template: '', text: '', fields: {} });
  if (stage.at === 'sent') {
    return (
      <Step title="4. Stored">
        <Sent practice={p.practice} patient={p.patient} message={stage.message} held_s={stage.held_s} again={() => setStage({ at: 'check' })} />
      </Step>
    );
  }
  if (stage.at === 'check') {
    return (
      <Step title="3. Check and send">
        <Check practice={p.practice} patient={p.patient} wish={wish} options={p.options} change={() => setStage({ at: 'write' })} sent={(message, held_s) => setStage({ at: 'sent', message, held_s })} />
      </Step>
    );
  }
  return (
    <Step title="2. What?" quiet>
      <Write options={p.options} wish={wish} setWish={setWish} done={() => setStage({ at: 'check' })} />
    </Step>
  );
}

/** The focus goes to where the work goes on: whoever can't see the page hears which step it is. */
function Step(p: { title: string; quiet?: boolean; children: ComponentChildren }) {
  const here = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!p.quiet) here.current?.focus();
  }, [p.title]);
  return <div ref={here} tabIndex={-1} role="group" aria-label={p.title} class="app-step"><Panel title={p.title}>{p.children}</Panel></div>;
}
