import type { Message } from '../api/types';
import { duration } from '../format/format';
import { When } from '../ui/bits';

interface Step {
  readonly name: string;
  readonly at: string | null;
  readonly failed?: boolean;
}

/** The few moments that matter, left to right. Pure. */
export function stepsOf(m: Message): readonly Step[] {
  const first: Step = { name: 'Accepted', at: m.accepted_at };
  const sent: Step = { name: 'Sent', at: m.sent_at };
  if (m.failed_at) {
    const failed: Step = { name: 'Failed', at: m.failed_at, failed: true };
    return m.sent_at ? [first, sent, failed] : [first, failed];
  }
  if (m.state === 'cancelled' || m.state === 'expired' || m.state === 'suppressed') return [first];
  return [first, sent, { name: 'Delivered', at: m.delivered_at }];
}

export function Steps(p: { message: Message }) {
  const steps = stepsOf(p.message);
  return (
    <ol class="app-steps">
      {steps.map((step, i) => {
        const from = steps[i - 1]?.at;
        return (
          <li key={step.name} class={step.at ? (step.failed ? 'app-steps__failed' : 'app-steps__done') : 'app-steps__open'}>
            <span class="app-steps__name">{step.name}</span>{' '}
            {step.at ? <When at={step.at} /> : <span class="app-quiet">not yet</span>}
            {step.at && from && <span class="app-quiet"> after {duration(Math.max(0, Date.parse(step.at) - Date.parse(from)))}</span>}
          </li>
        );
      })}
    </ol>
  );
}
