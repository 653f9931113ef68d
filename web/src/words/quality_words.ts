import { word, type Words } from './word';

/** What of a record stands in the way of messages (actors/board/quality_answers.hpp). */
export const quality_problems: Words = {
  shared_mobile: word('Shared mobile', 'orange', 'Several patients have this mobile. Texts go out, but whose an answer is can’t always be told.'),
  landline: word('Landline', 'yellow', 'The field for the mobile holds a landline, which gets no texts.'),
  invalid_number: word('Not a number', 'yellow', 'The field for the mobile holds something that can’t be texted.'),
  no_mobile: word('No mobile', 'grey', 'The record has no mobile.'),
  failing: word('Not reached', 'red', 'The latest text to this number failed for good: it may be switched off or given up.'),
  disputed: word('Wrong number?', 'red', 'Whoever has this number says that it isn’t the patient’s, so nothing about the patient goes there.'),
  no_consent: word('No consent', 'purple', 'The record has consent to texts as no, or the number has opted out of some kind of text.'),
  dead: word('Died', 'grey', 'The record says that the patient has died. Nothing is sent.'),
  deducted: word('Left', 'grey', 'The record says that the patient is no longer registered here. Nothing is sent.'),
};

export const quality_advice: Readonly<Record<string, string>> = {
  shared_mobile: 'Families often share one mobile on purpose, and then nothing need be done. Otherwise ask each patient for their own number, and look for patients who are registered twice.',
  landline: 'Move the number to the field for the home telephone, and ask the patient for a mobile when they next call.',
  invalid_number: 'Correct the number in the record: a missing digit, two numbers in one field, or a note beside it. Numbers abroad, pagers and personal numbers (070) can’t be texted.',
  no_mobile: 'Ask for a mobile when the patient next calls or comes in.',
  failing: 'Have the patient asked for a new number, by telephone or letter. Below you can have patients asked by text whether the number is theirs: who answers YES leaves this list.',
  disputed: 'Ring the patient on another number and correct the record. If the number is right after all, say so on the page of its conversation.',
  no_consent: 'Don’t text these patients. If one of them has changed their mind, enter it in the record, or have them text START.',
  dead: 'If this is wrong, correct the record: messages then go out again. Cancel what is still booked.',
  deducted: 'If this is wrong, correct the record: messages then go out again. Cancel what is still booked.',
};

/** Of patients on these lists it helps to ask whether the number is theirs. */
export const askable_problems: readonly string[] = ['failing', 'disputed'];
