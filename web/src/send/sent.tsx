// The broker has it and holds it: until it goes it can be taken back. The page only shows that; closing it changes nothing.
import { useEffect, useRef, useState } from 'preact/hooks';
import { post } from '../api/client';
import type { PatientCard } from '../api/staff_types';
import { links } from '../route/links';
import { withQuery } from '../route/query';

type Outcome = 'held' | 'taking' | 'taken' | 'gone';

export function Sent(p: { practice: string; patient: PatientCard; message: string; held_s: number; again: () => void }) {
  const [outcome, setOutcome] = useState<Outcome>('held');
  const [why, setWhy] = useState('');
  const [left, setLeft] = useState(p.held_s);
  const goes_at = useRef(performance.now() + p.held_s * 1000);
  useEffect(() => {
    const clock = setInterval(() => {
      const seconds = Math.max(0, Math.ceil((goes_at.current - performance.now()) / 1000));
      setLeft(seconds);
      if (seconds > 0) return;
      clearInterval(clock);
      setOutcome((was) => (was === 'held' ? 'gone' : was));
    }, 250);
    return () => clearInterval(clock);
  }, []);
  const takeBack = async (): Promise<void> => {
    setOutcome('taking');
    const answer = await post(withQuery(`messages/${p.message}/cancel`, { practice: p.practice }));
    setWhy(answer.ok ? '' : answer.problem.reason);
    setOutcome(answer.ok ? 'taken' : 'gone');
  };
  const waiting = outcome === 'held' || outcome === 'taking';
  return (
    <>
      {waiting && (
        <div class="app-held">
          <p class="app-held__title">Not sent yet: {left} s left to take it back</p>
          <p>It goes by itself, even if you close this page.</p>
          <button class="nhsuk-button nhsuk-button--small nhsuk-button--warning" type="button" disabled={outcome === 'taking'} onClick={() => void takeBack()}>Take it back</button>
        </div>
      )}
      <p role="status" class="app-held__said">{told(outcome, why)}</p>
      <div class="app-buttons">
        {outcome === 'taken' && <button class="nhsuk-button nhsuk-button--small nhsuk-button--secondary" type="button" onClick={p.again}>Look at it again</button>}
        <a href={links.patient(p.practice, p.patient.id)}>The patient’s page</a>
        <a href={links.message(p.message)}>What becomes of this message</a>
        <a href={links.send({ practice: p.practice })}>Send another</a>
      </div>
    </>
  );
}

function told(outcome: Outcome, why: string): string {
  if (outcome === 'taken') return 'Taken back. It was not sent.';
  if (outcome === 'gone') return why ? `It could not be taken back. ${why}` : 'On its way. It can’t be taken back any more.';
  return 'Your message is stored. It has not been sent yet.';
}
