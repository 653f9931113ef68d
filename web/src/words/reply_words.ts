import { word, type Words } from './word';

export const reply_meanings: Words = {
  confirm: word('Confirm', 'green', 'The patient will come.'),
  cancel: word('Cancel', 'orange', 'The patient wants the appointment cancelled.'),
  opt_out: word('Opt out', 'purple', 'The patient wants no more text messages.'),
  opt_in: word('Opt in', 'purple', 'The patient wants text messages again.'),
  rebook: word('Rebook', 'yellow', 'The patient wants another time.'),
  question: word('Question', 'yellow', 'The patient asks something.'),
  thanks: word('Thanks', 'grey', 'A thank you. Nothing to do.'),
  wrong_person: word('Wrong person', 'pink', 'Somebody else has this number.'),
  urgent: word('Urgent', 'red', 'The words may be about an emergency. A person must read them at once.'),
  staff: word('For staff', 'yellow', 'It could mean more than one thing, so a person decides.'),
  empty: word('Empty', 'grey', 'There were no words in it.'),
};

export const reply_states: Words = {
  acted: word('Acted on', 'green', 'It could mean only one thing, so Tidings did it.'),
  staff: word('Waits for staff', 'orange', 'A person must read it.'),
  done: word('Done', 'grey', 'A person has dealt with it.'),
};
