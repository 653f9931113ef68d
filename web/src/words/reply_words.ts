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
  fft: word('Feedback score', 'blue', 'An answer to the Friends and Family Test, perhaps with a comment.'),
  comment: word('Feedback', 'blue', 'The words that were asked for.'),
  yes: word('Yes', 'green', 'Yes to a question that is not about an appointment.'),
  no: word('No', 'blue', 'No to a question that is not about an appointment.'),
  blood_pressure: word('Blood pressure', 'blue', 'A blood pressure the patient measured.'),
  weight: word('Weight', 'blue', 'A weight the patient measured.'),
  height: word('Height', 'blue', 'A height the patient gave.'),
  peak_flow: word('Peak flow', 'blue', 'A peak flow the patient measured.'),
  blood_glucose: word('Blood glucose', 'blue', 'A blood glucose the patient measured.'),
  smoking: word('Smoking', 'blue', 'Whether and how much the patient smokes.'),
  keyword: word('Keyword', 'blue', 'One of the keywords that patients may text.'),
  abuse: word('Abuse', 'red', 'Abuse or a threat. A person must read it.'),
  other_language: word('Other language', 'yellow', 'It is neither in English nor in Welsh.'),
  choice: word('Choice', 'blue', 'The number of one of several appointments, as we asked.'),
};

export const reply_states: Words = {
  acted: word('Acted on', 'green', 'It could mean only one thing, so Tidings did it.'),
  staff: word('Waits for staff', 'orange', 'A person must read it.'),
  done: word('Done', 'grey', 'A person has dealt with it.'),
};
