import { word, type Words } from './word';

/** schemas/access.hpp: user_role. Least first. */
export const roles: Words = {
  read_only: word('Read only', 'grey', 'Looks at their practices’ messages, replies and figures.'),
  support: word('Support', 'white', 'Looks at a practice while it lets them, and at no patient’s data.'),
  read_write: word('Read and write', 'blue', 'The practice’s daily work: sends, answers, cancels, deals with items.'),
  full: word('Full', 'aqua-green', 'And retries or discards what was set aside, and reads the audit trail.'),
  practice_administrator: word('Practice administrator', 'purple', 'And the practice’s users, and erasing a patient.'),
  host_operator: word('Host operator', 'red', 'Everything, for all practices.'),
};
