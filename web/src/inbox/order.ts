import type { Conversation } from '../api/inbox_types';
import type { Reply } from '../api/types';

/** Each conversation's last reply, by its id, as far as it is among the latest. */
export type LastReplies = ReadonlyMap<string, Reply>;

/** Urgent ones that aren't done first, else as they came: the latest first. Stable. */
export function inOrder(rows: readonly Conversation[], last: LastReplies): readonly Conversation[] {
  const urgent = (row: Conversation): number => (row.status !== 'done' && last.get(row.last_reply)?.urgent ? 0 : 1);
  return [...rows].sort((a, b) => urgent(a) - urgent(b));
}
