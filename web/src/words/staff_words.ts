// Words of patients' pages, reports and what is in force.
export const wish_told: Readonly<Record<string, string>> = {
  in_person: 'In person',
  telephone: 'On the telephone',
  letter: 'In a letter',
  email: 'In an e-mail',
  online: 'Online',
  record: 'It says so in the record',
};

export const consents: Readonly<Record<string, string>> = { unknown: 'not recorded (taken as yes)', yes: 'yes', no: 'no' };

/** As the start of a sentence or a row. */
export const channel_names: Readonly<Record<string, string>> = { sms: 'Text messages', email: 'E-mails', voice: 'Telephone calls' };

/** Kinds that somebody may want no more of, as they say it. */
export const kind_names: Readonly<Record<string, string>> = {
  reminder: 'appointment reminders',
  confirmation: 'booking confirmations',
  now: 'messages by staff',
  campaign: 'campaigns',
  fft: 'the Friends and Family Test',
  auto_response: 'automatic answers',
  survey: 'surveys and health questions',
  document: 'documents',
  newsletter: 'newsletters',
  follow_up: 'follow-ups of missed appointments',
  waiting_list: 'offers from the waiting list',
  test: 'tests by staff',
};

export const visit_statuses: Readonly<Record<string, string>> = {
  booked: 'booked',
  arrived: 'arrived',
  in_progress: 'with the clinician',
  finished: 'finished',
  did_not_attend: 'did not attend',
  cancelled: 'cancelled',
  gone: 'no longer in the clinical system',
};

export const operation_names: Readonly<Record<string, string>> = {
  cancel_appointment: 'Cancelling in the clinical system',
  confirm_appointment: 'Confirming in the clinical system',
  file_code: 'Filing a code',
  set_consent: 'Recording consent',
  file_document: 'Filing a document',
  book_slot: 'Booking a slot that came free',
};

export const question_names: Readonly<Record<string, string>> = {
  none: 'It asks for no answer',
  confirm_cancel: 'Patients can confirm or cancel by answering',
  confirm_only: 'Patients can confirm by answering',
  cancel_only: 'Patients can cancel by answering',
};

/** What a reply may be an answer to, in the words of `POST /reply-readings`. */
export const reply_contexts: readonly (readonly [string, string])[] = [
  ['none', 'Nothing was asked'],
  ['reminder', 'A reminder: YES to confirm, CANCEL to cancel'],
  ['confirm', 'A reminder that can only be confirmed'],
  ['cancel', 'A reminder that can only be cancelled'],
  ['fft', 'The Friends and Family Test'],
  ['fft_comment', 'Why they gave that score'],
  ['yes_no', 'A question: yes or no'],
  ['blood_pressure', 'Their blood pressure'],
  ['weight', 'Their weight'],
  ['height', 'Their height'],
  ['peak_flow', 'Their peak flow'],
  ['blood_glucose', 'Their blood glucose'],
  ['smoking', 'Whether they smoke'],
];
