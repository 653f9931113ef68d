// Why messages wait, in words. Pure.
import type { PracticeQueue, ProviderQueue } from '../api/operator_types';
import { counted, number } from '../format/format';

/** The reasons that hold, the one that stands above the others first. */
export function whyWaiting(q: PracticeQueue): string[] {
  if (q.waiting === 0) return [];
  if (q.fenced) return ['Restored from a backup and not released: nothing is sent.'];
  if (q.paused) return ['Paused: all of them wait until somebody lets it go on.'];
  const why: string[] = [];
  if (q.ready > 0) why.push(`${number(q.ready)} for room at a provider`);
  if (q.budget > 0) why.push(`${number(q.budget)} for the next day’s budget`);
  const later = q.later - q.budget;
  if (later > 0) why.push(`${number(later)} for their time: sending hours, the moment to take one back, or a rest before another try`);
  return why;
}

export const pauseWarning = (q: PracticeQueue): string =>
  `${counted(q.waiting, 'message waits', 'messages wait')} now, and everything asked for from here on waits with them: reminders, answers to patients and urgent texts, too. ` +
  `${q.in_flight > 0 ? `${counted(q.in_flight, 'is', 'are')} being sent and can’t be held back. ` : ''}` +
  'Nothing is lost, but a message whose time passes expires unsent: a reminder before its appointment.';

export const resumeWarning = (q: PracticeQueue): string =>
  `${counted(q.waiting, 'message goes', 'messages go')} now, within sending hours and budget. Each is looked at again first: what is no longer wanted isn’t sent.`;

export const providerWarning = (q: ProviderQueue): string =>
  `${counted(q.waiting, 'message waits', 'messages wait')} here now. Messages that have another provider on their route go by that one from here on. ` +
  (q.alone > 0
    ? `${counted(q.alone, 'practice has', 'practices have')} no other for texts: theirs wait, urgent ones too, and expire unsent when their time passes.`
    : 'No practice depends on this one alone for texts.');

export const providerResumeWarning = (q: ProviderQueue): string => `${counted(q.waiting, 'message that waits here goes', 'messages that wait here go')} now, as fast as the account takes them.`;
