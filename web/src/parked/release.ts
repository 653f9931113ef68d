// Letting parked items go, as many requests as it takes. A request takes at most a hundred.
import { postJson, type Answer } from '../api/client';
import type { ParkedKind, ParkedRelease } from '../api/operator_types';
import { counted } from '../format/format';
import { parkedWords } from '../words/parked_words';

/** What shall go: a group, whole or one practice's part of it, or some items. */
export interface Chosen {
  readonly group?: string;
  readonly practice?: string;
  readonly items?: readonly string[];
}

export const at_once_max = 100; // web/endpoint/operator_handlers.hpp

const ask = (chosen: Chosen, retry: boolean, dry_run: boolean): Promise<Answer<ParkedRelease>> =>
  postJson<ParkedRelease>('parked-release', { ...chosen, retry, dry_run });

export const dryRun = (chosen: Chosen, retry: boolean): Promise<Answer<ParkedRelease>> => ask(chosen, retry, true);

/**
 * @param most what the dry run counted in all: an item that fails again joins its group anew, and must not go round and round
 * @param step is told how many have gone so far
 */
export async function release(chosen: Chosen, retry: boolean, most: number, step: (done: number) => void): Promise<string> {
  let done = 0;
  let missing = 0;
  for (;;) {
    const answer = await ask(chosen, retry, false);
    if (!answer.ok) return `${said(done, missing, retry)} Then it stopped: ${answer.problem.reason}`;
    const { items, failed, more, reason } = answer.value;
    done += items;
    missing += answer.value.missing;
    step(done);
    if (failed > 0) return `${said(done, missing, retry)} ${counted(failed, 'item was', 'items were')} not taken: ${reason}.`;
    if (!more || items === 0 || done >= most) return said(done, missing, retry);
  }
}

const said = (done: number, missing: number, retry: boolean): string =>
  `${counted(done, 'item')} ${retry ? 'tried again' : 'discarded'}${missing > 0 ? `, ${counted(missing, 'was', 'were')} gone already` : ''}.`;

/** One sentence for each kind: how many, whose, and what becomes of them. */
export function forecast(kinds: readonly ParkedKind[], retry: boolean): string[] {
  return kinds.map((kind) => {
    const words = parkedWords(kind.kind);
    return `${counted(kind.items, words.one, words.many)} of ${counted(kind.practices, 'practice')}. ${retry ? words.retry : words.discard}`;
  });
}
