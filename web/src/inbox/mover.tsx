// Whose it is and where it stands.
import { useState } from 'preact/hooks';
import { postJson } from '../api/client';
import type { Conversation } from '../api/inbox_types';
import { useMe } from '../api/use_me';
import { withQuery } from '../route/query';

export function Mover(p: { head: Conversation; path: string; reload: () => void }) {
  const me = useMe();
  const [busy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState('');
  const { head } = p;
  const move = async (what: Readonly<Record<string, string>>, done: string): Promise<void> => {
    setBusy(true);
    setOutcome('');
    const answer = await postJson(withQuery(`${p.path}/move`, { practice: head.practice }), what);
    setBusy(false);
    setOutcome(answer.ok ? done : answer.problem.reason);
    p.reload();
  };
  const mine = me !== null && head.assigned_to === me.user;
  const button = (label: string, what: Readonly<Record<string, string>>, done: string, main = false) => (
    <button class={`nhsuk-button nhsuk-button--small${main ? '' : ' nhsuk-button--secondary'}`} type="button" disabled={busy || me === null} onClick={() => void move(what, done)}>{label}</button>
  );
  return (
    <>
      <p class="app-mover__who">{head.assigned_to ? <>Assigned to <strong>{mine ? `you (${head.assigned_to})` : head.assigned_to}</strong>.</> : 'Nobody has taken it.'}</p>
      <div class="app-mover">
        {me && !mine && button(head.assigned_to ? 'Take it over' : 'Assign to me', { assigned_to: me.user }, 'It is yours.')}
        {head.assigned_to && button('Let it go', { assigned_to: '' }, 'Nobody has it now.')}
        {head.status === 'unread' && button('Mark as read', { status: 'read' }, 'Marked as read.')}
        {head.status !== 'done' && button('Mark as done', { status: 'done' }, 'Done. A new reply makes it unread again.', true)}
        {head.status !== 'unread' && button('Mark as unread', { status: 'unread' }, 'Marked as unread.')}
      </div>
      <p role="status" class="app-action__said">{outcome}</p>
    </>
  );
}
