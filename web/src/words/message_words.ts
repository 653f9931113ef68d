import { word, type Words } from './word';

export const message_states: Words = {
  accepted: word('Accepted', 'grey', 'Safely stored. It waits for its time, or for the provider to be free.'),
  dispatching: word('Dispatching', 'blue', 'It is being handed to the provider now.'),
  in_doubt: word('In doubt', 'orange', 'The provider did not answer, so it may or may not have been taken. Tidings asks the provider before it does anything else, so that nobody gets it twice.'),
  sent: word('Sent', 'blue', 'The provider has taken it. No delivery receipt has come back yet.'),
  delivered: word('Delivered', 'green', 'The phone network says that the patient’s phone has it.'),
  permanent_failure: word('Can’t be delivered', 'red', 'The number is wrong or no longer in use. Sending again won’t help.'),
  temporary_failure: word('Not delivered', 'red', 'The network gave up, for example because the phone was off for days. Staff may send it again.'),
  technical_failure: word('Could not send', 'red', 'We could not hand it to a provider. Its page says why.'),
  cancelled: word('Cancelled', 'white', 'No longer wanted, for example because the appointment was moved. It was never sent.'),
  expired: word('Expired', 'white', 'Its time passed before it could be sent. It was never sent.'),
  suppressed: word('Held back', 'white', 'A rule asked for it, but it must not go: no consent, no mobile number, or too late.'),
};

export const message_kinds: Readonly<Record<string, string>> = {
  reminder: 'Reminder',
  confirmation: 'Confirmation',
  now: 'Sent by hand',
  campaign: 'Campaign',
  fft: 'Friends and Family Test',
  auto_response: 'Automatic answer',
  survey: 'Survey',
  document: 'Document',
  newsletter: 'Newsletter',
};

export const channels: Readonly<Record<string, string>> = { sms: 'text message', email: 'email', voice: 'phone call', smart: 'best of several' };

export const event_names: Words = {
  message_accepted: word('Accepted', 'grey', 'The message was asked for and stored safely.'),
  message_suppressed: word('Held back', 'white', 'A rule asked for it, but it must not go.'),
  message_cancelled: word('Cancelled', 'white', 'No longer wanted.'),
  message_expired: word('Expired', 'white', 'Its time passed.'),
  message_failed: word('Failed', 'red', 'It will not be tried again.'),
  attempt_started: word('Attempt', 'blue', 'The provider is called. This is noted before the call, so that a crash can’t send it twice.'),
  attempt_sent: word('Sent', 'blue', 'The provider took it.'),
  attempt_failed: word('Attempt failed', 'red', 'The provider did not take it.'),
  attempt_in_doubt: word('In doubt', 'orange', 'No answer: the provider may or may not have taken it.'),
  attempt_suspected: word('In doubt', 'orange', 'Restored from a backup: it may have been sent since that was made.'),
  attempt_reconciled: word('Checked', 'aqua-green', 'The provider was asked what became of it.'),
  receipt_received: word('Receipt', 'green', 'The network’s word on delivery.'),
  reply_received: word('Reply', 'purple', 'The patient answered.'),
  opted_out: word('Opted out', 'purple', 'No more text messages to this number.'),
  opted_in: word('Opted in', 'purple', 'Text messages are wanted again.'),
  appointment_booked: word('Booked', 'grey', 'The appointment was read from the clinical system.'),
  appointment_changed: word('Appointment changed', 'yellow', 'The clinical system shows it differently now.'),
  appointment_gone: word('Appointment gone', 'yellow', 'It is no longer in the clinical system.'),
  appointment_confirmed: word('Confirmed', 'green', 'The patient will come.'),
  appointment_cancelled: word('Appointment cancelled', 'orange', 'The clinical system has cancelled it.'),
  operation_requested: word('Write asked', 'aqua-green', 'Something is to be written into the patient’s record.'),
  operation_finished: word('Written', 'aqua-green', 'The clinical system has it, or says why not.'),
  handed_to_staff: word('Handed to staff', 'orange', 'A person must look.'),
  staff_item_done: word('Done by staff', 'grey', 'A person has dealt with it.'),
  command_parked: word('Parked', 'red', 'Set aside after too many failures.'),
  parked_released: word('Released', 'grey', 'Taken out of the parked items.'),
  audited: word('Shown', 'grey', 'Somebody was shown its text or number.'),
  epoch_began: word('Restored', 'orange', 'This practice was restored from a backup: nothing is sent until it is released.'),
  epoch_released: word('Released', 'green', 'An operator let this practice send again after a restore.'),
  patient_erased: word('Patient erased', 'grey', 'The keys to what was kept about a patient were destroyed: nobody can read it again.'),
  practice_erased: word('Practice erased', 'grey', 'The keys to everything that was kept about a practice were destroyed: nobody can read it again.'),
  keys_rotated: word('New keys', 'grey', 'What is kept from now on is sealed under new keys.'),
};
