import { word, type Words } from './word';

export const key_states: Words = {
  in_force: word('In force', 'green', 'A program that has it may send.'),
  unconfirmed: word('To be confirmed', 'orange', 'The broker was restored from a backup, and this key may have been revoked since that was made. It lets nobody in before somebody says that it shall.'),
  revoked: word('Revoked', 'grey', 'Nobody gets in by it any more.'),
  unusable: word('Unusable', 'yellow', 'Its secret is missing in the practice’s file, or a key of the file has taken its name.'),
};

/** What a key may do, in the order of the form. */
export const key_scopes: readonly (readonly [string, string, string])[] = [
  ['send_sms', 'Send texts', ''],
  ['send_email', 'Send e-mails', ''],
  ['read_own', 'Read what it sent', 'Numbers, words and what became of the messages that this key sent.'],
  ['read_all', 'Read what every key sent', 'The same of all programs of this practice.'],
  ['templates', 'Read templates', 'And fill them in.'],
  ['received_texts', 'Read what patients text', 'All of it, with their numbers.'],
];
export const all_key_scopes: readonly string[] = ['send_sms', 'send_email', 'read_all', 'templates', 'received_texts'];

export const key_types: Words = {
  normal: word('Live', 'blue', 'Sends to anybody.'),
  team: word('Team', 'purple', 'Sends to its guests alone.'),
  test: word('Test', 'white', 'Sends nothing; all else is as if.'),
};
