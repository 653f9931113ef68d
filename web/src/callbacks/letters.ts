// What can be done with callbacks that were given up.
import { postJson } from '../api/client';
import type { CallbackRelease, DeadCallback } from '../api/callback_types';
import { counted } from '../format/format';

/** Some of one receiver, or all of a practice. */
export interface ChosenLetters {
  readonly practice: string;
  readonly receiver?: string;
  readonly sequences?: readonly number[];
}

/** @returns what is said of it */
export async function releaseLetters(chosen: ChosenLetters, retry: boolean): Promise<string> {
  const answer = await postJson<CallbackRelease>('callbacks/release', { ...chosen, retry });
  if (!answer.ok) return answer.problem.reason;
  return `${counted(answer.value.released, 'callback')} ${retry ? 'tried again' : 'discarded'}.`;
}

/** Practices that have dead letters, in the order of the list, each once. */
export const practicesOf = (dead: readonly DeadCallback[]): string[] => [...new Set(dead.map((one) => one.practice))];
