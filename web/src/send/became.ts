// What has become of a message by hand, once the seconds to take it back are over: said only when it is known.
import { wordFor } from '../words/look_up';
import { message_states } from '../words/message_words';

/** One that nothing stands in the way of has left within this. */
const leaves_within_s = 3;
const gone = ['dispatching', 'sent', 'delivered'];

/** @param state of the message; null: not known yet. */
export function waits(state: string | null, seconds_over: number): boolean {
  return state === 'accepted' && seconds_over >= leaves_within_s;
}

export function became(state: string | null, seconds_over: number): string {
  if (waits(state, seconds_over)) return 'It has not gone yet: something stands in its way, or it waits for its time. It goes by itself, and can still be taken back.';
  if (state === null || state === 'accepted') return 'The seconds to take it back are over. It goes now.';
  if (gone.includes(state)) return 'On its way. It can’t be taken back any more.';
  const { label, means } = wordFor(message_states, state);
  return `${label}. ${means}`;
}
