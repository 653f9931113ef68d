import { word, type Words } from './word';

export const template_states: Words = {
  in_force: word('In force', 'green', 'Staff and programs send by it.'),
  draft: word('Not yet in force', 'white', 'It has never been approved, and nothing is sent by it.'),
  retired: word('Retired', 'grey', 'Nothing is sent by it any more. A new version brings it back.'),
  overridden: word('Overridden', 'orange', 'A file has a template of the same id, and the file’s is in force. Retire this one, or have the file’s renamed.'),
};

export const draft_states: Words = {
  being_written: word('Draft', 'yellow', 'Somebody is writing it; nobody is asked to look yet.'),
  submitted: word('Waits for approval', 'purple', 'An administrator who didn’t write on it looks at it next.'),
  refused: word('Refused', 'red', 'It goes back to whoever writes it, with a reason.'),
};

export const template_owners: Words = {
  own: word('The practice’s own', 'blue', 'Made by the practice, or standing in its file.'),
  shared: word('Shared by all practices', 'grey', 'The host’s operators look after it; no practice changes it.'),
};
