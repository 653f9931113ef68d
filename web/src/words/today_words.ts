import { word, type Words } from './word';

/** How far the reminder of an appointment came (schemas/today_views.hpp). */
export const visit_states: Words = {
  not_reminded: word('Not reminded', 'grey', 'No reminder has been asked for. Beside it stands when one is due, or why none is.'),
  waiting: word('Waiting to be sent', 'grey', 'The reminder was asked for and waits for its time, or for the provider.'),
  sent: word('Sent', 'blue', 'The provider has taken the reminder. No delivery receipt has come back yet.'),
  delivered: word('Delivered', 'aqua-green', 'The patient’s phone has the reminder. They haven’t answered.'),
  confirmed: word('Confirmed', 'green', 'The patient has answered that they will come.'),
  cancelling: word('Being cancelled', 'orange', 'The patient asked to cancel. It is being written into the clinical system.'),
  cancelled: word('Cancelled', 'white', 'The patient asked to cancel, and the clinical system has it.'),
  failed: word('Not reached', 'red', 'The reminder failed. Its page says why.'),
  in_doubt: word('In doubt', 'orange', 'The provider did not answer: the reminder may or may not have gone out. It is looked up, never sent twice.'),
  not_sent: word('Not sent', 'yellow', 'There was a reason not to send the reminder. It stands beside it.'),
  older: word('Reminded earlier', 'grey', 'A reminder went out long ago. It is no longer at hand here.'),
};

/** Why a text can’t reach the patient. */
export const hindrances: Words = {
  no_number: word('No mobile', 'yellow', 'The record has no mobile.'),
  landline: word('Landline', 'yellow', 'The field for the mobile holds a landline, which gets no texts.'),
  invalid_number: word('Not a number', 'yellow', 'The field for the mobile holds something that can’t be texted.'),
  opted_out: word('Opted out', 'purple', 'This number has opted out of some kind of text.'),
  no_consent: word('No consent', 'purple', 'The record has consent to texts as no.'),
  wrong_number: word('Wrong number?', 'red', 'Whoever has this number says that it isn’t the patient’s.'),
  failing: word('Not reached lately', 'red', 'The latest text to this number failed for good.'),
  not_here: word('Left or died', 'grey', 'The record says that the patient is no longer registered here, or has died.'),
  unknown: word('Record not read', 'grey', 'The patient’s record hasn’t been read from the clinical system yet.'),
};

/** In the clinical system, where it isn’t simply booked. */
export const visit_statuses: Readonly<Record<string, string>> = {
  arrived: 'arrived',
  in_progress: 'with the clinician',
  finished: 'finished',
  did_not_attend: 'did not attend',
  cancelled: 'cancelled in the clinical system',
  gone: 'no longer in the clinical system',
};
