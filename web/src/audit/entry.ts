// The audit trail's entries in words.
import type { AuditEntry } from '../api/types';

const actions: Readonly<Record<string, string>> = {
  'GET /api/v1/messages/{}': 'Was shown a message’s text and number',
  'GET /api/v1/messages': 'Was shown numbers of messages',
  'GET /api/v1/replies': 'Was shown patients’ replies',
  'GET /api/v1/data-quality': 'Was shown names and numbers of records to mend',
  'POST /api/v1/messages': 'Asked for a message',
  'POST /api/v1/messages/bulk': 'Asked for a message, one of many at once',
  'POST /api/v1/messages/{}/cancel': 'Cancelled a message',
  'POST /api/v1/staff-items/{}/done': 'Marked a staff item done',
  'POST /api/v1/conversations/{}/move': 'Took or put away a conversation',
  'POST /api/v1/conversations/{}/notes': 'Noted something in a conversation',
  'POST /api/v1/conversations/{}/answers': 'Answered in a conversation',
  'POST /api/v1/conversations/{}/trust': 'Said that a number is the patient’s',
  'POST /api/v1/conversations/{}/code': 'Filed a code from a conversation',
  'POST /api/v1/data-quality/confirm': 'Had patients asked whether their numbers are right',
  'POST /api/v1/question-sets/{}/ask': 'Had health questions asked',
  'POST /api/v1/fft-answers': 'Entered a Friends and Family answer',
  'POST /api/v1/waiting': 'Put a patient on the waiting list',
  'POST /api/v1/waiting/{}/off': 'Took a patient off the waiting list',
  'POST /api/v1/slots/{}/stop': 'Stopped offering a slot that came free',
  'POST /api/v1/parked/{}/retry': 'Had a parked item tried again',
  'POST /api/v1/parked/{}/discard': 'Discarded a parked item',
  'POST /api/v1/backups': 'Made a backup',
  'POST /api/v1/restore/release': 'Released after a restore',
  'POST /api/v1/practices/{}/rotate-keys': 'Had new keys made',
  'POST /api/v1/practices/{}/erase-patient': 'Had a patient erased',
  'POST /api/v1/practices/{}/erase': 'Had a practice erased',
  'POST /api/v1/connectors/{}/test': 'Tested a practice’s connector',
  'POST /api/v1/edges/{}/code': 'Made a one-time code for a practice’s agent',
  'DELETE /api/v1/edges/{}': 'Cut a practice’s agent off',
  'POST /api/v1/practices/{}/support': 'Let a support user in',
  'POST /api/v1/practices/{}/support-end': 'Sent a support user out',
  'POST /api/v1/users': 'Made a user',
  'POST /api/v1/users/{}/change': 'Changed what a user may do',
  'POST /api/v1/users/{}/reset': 'Took a user’s password away',
  'POST /account/password': 'Chose a new password',
  'POST /account/second-factor/confirm': 'Set up a second factor',
  'POST /account/second-factor/remove': 'Removed their second factor',
  'POST /sign-in': 'Signed in',
  'POST /api/v1/sign-out': 'Signed out',
};

/** The route itself where it has no words yet: nothing is hidden. */
export const actionOf = (entry: Pick<AuditEntry, 'action'>): string => actions[entry.action] ?? entry.action;

const outcomes: Readonly<Record<string, string>> = { done: 'Done', repeated: 'Done before', parked: 'Set aside after failing', not_found: 'Refused: nothing has that id' };

export const outcomeOf = (outcome: string): string => outcomes[outcome] ?? `Refused: ${outcome.replaceAll('_', ' ')}`;
