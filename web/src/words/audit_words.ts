import { word, type Words } from './word';

/** Sorts of entries (actors/board/audit_kinds.hpp). */
export const audit_kinds: Words = {
  shown: word('Patients’ data shown', 'blue', 'Somebody was shown names, numbers or words of patients.'),
  messages: word('Messages', 'green', 'Something was sent, answered or cancelled, or a conversation was moved on.'),
  records: word('Patients’ records', 'aqua-green', 'Wishes, codes, waiting lists and records to mend.'),
  settings: word('Settings', 'yellow', 'The practice’s settings, templates and groups of practices.'),
  access: word('Access', 'purple', 'Users, sign-ins, support and keys of programs.'),
  running: word('Running', 'grey', 'Pauses, what failed, backups, erasures, connectors and all else.'),
};
