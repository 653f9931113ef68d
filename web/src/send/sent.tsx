// The broker has it and holds it: until it goes it can be taken back. The page only shows that; closing it changes nothing.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import { post } from '../api/client';
import type { PatientCard } from '../api/staff_types';
import type { MessagePage } from '../api/types';
import { useResource } from '../api/use_resource';
import { sentence } from '../format/format';
import { links } from '../route/links';
import { withQuery } from '../route/query';
import { became, waits } from './became';

type Outcome = 'held' | 'taking' | 'taken' | 'over';

export function Sent(p: { practice: string; patient: PatientCard; message: string; held_s: number; again: () => void }) {
  const [outcome, setOutcome] = useState<Outcome>('held');
  const [why, setWhy] = useState('');
  const [left, setLeft] = useState(p.held_s); // below nothing: so long ago
  const goes_at = useRef(performance.now() + p.held_s * 1000);
  useEffect(() => {
    const clock = setInterval(() => {
      const seconds = Math.ceil((goes_at.current - performance.now()) / 1000);
      setLeft(seconds);
      if (seconds <= 0) setOutcome((was) => (was === 'held' ? 'over' : was));
      if (seconds < -p.held_s) clearInterval(clock); // nothing here counts any further
    }, 250);
    return () => clearInterval(clock);
  }, []);
  const takeBack = async (): Promise<void> => {
    setOutcome('taking');
    const answer = await post(withQuery(`messages/${p.message}/cancel`, { practice: p.practice }));
    setWhy(answer.ok ? '' : `It could not be taken back. ${sentence(answer.problem.reason).replace(/\.?$/, '.')} `);
    setOutcome(answer.ok ? 'taken' : left > 0 ? 'held' : 'over'); // whoever couldn't may try again
  };
  const button = <button class="nhsuk-button nhsuk-button--small nhsuk-button--warning" type="button" disabled={outcome === 'taking'} onClick={() => void takeBack()}>Take it back</button>;
  return (
    <>
      {left > 0 && (outcome === 'held' || outcome === 'taking') && (
        <div class="app-held">
          <p class="app-held__title">Not sent yet: {left} s left to take it back</p>
          <p>It goes by itself, even if you close this page.</p>
          {button}
        </div>
      )}
      {outcome === 'over' ? <Over message={p.message} seconds={-left} before={why} button={button} /> : <p role="status" class="app-held__said">{outcome === 'taken' ? 'Taken back. It was not sent.' : `${why}Your message is stored. It has not been sent yet.`}</p>}
      <div class="app-buttons">
        {outcome === 'taken' && <button class="nhsuk-button nhsuk-button--small nhsuk-button--secondary" type="button" onClick={p.again}>Look at it again</button>}
        <a href={links.patient(p.practice, p.patient.id)}>The patient’s page</a>
        <a href={links.message(p.message)}>What becomes of this message</a>
        <a href={links.send({ practice: p.practice })}>Send another</a>
      </div>
    </>
  );
}

function Over(p: { message: string; seconds: number; before: string; button: ComponentChildren }) {
  const state = useResource<MessagePage>(`messages/${encodeURIComponent(p.message)}`, true, 2_000).value?.head.state ?? null;
  return (
    <>
      <p role="status" class="app-held__said">{p.before}{became(state, p.seconds)}</p>
      {waits(state, p.seconds) && <div class="app-held">{p.button}</div>}
    </>
  );
}
