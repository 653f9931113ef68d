/** The field's own words, as they are used on every screen. */
type Glossary = readonly (readonly [string, string])[];

const of_both: Glossary = [
  ['Practice', 'A general practice (GP surgery), known by its ODS code such as A99001.'],
  ['Clinical system', 'The practice’s record system, for example SystmOne. It holds the appointments and the patients’ records.'],
  ['Connector', 'The part of Tidings that reads appointments from one clinical system and writes back into it.'],
  ['Message', 'One text to one patient, such as a reminder. It reaches exactly one end state and is never sent twice unless it was in doubt.'],
  ['Provider', 'The company that carries messages to the phone networks, for example FireText.'],
  ['Attempt', 'One call to a provider to send one message. It is noted on disk before the call is made.'],
  ['Receipt', 'The phone network’s word on whether the message arrived.'],
  ['In doubt', 'The provider did not answer, so nobody knows yet whether it took the message. Tidings asks before it does anything else.'],
  ['Reply', 'What the patient sent back.'],
  ['Coded entry', 'A code in the patient’s record (for example SNOMED CT) that says what happened, such as “appointment cancelled by patient”.'],
  ['Write-back', 'Writing an outcome into the clinical system: a cancellation, a confirmation or a coded entry.'],
  ['Staff item', 'Something that waits for a person at the practice.'],
  ['Paused', 'A person has stopped the sending of a practice, or by a provider. Messages wait and are not lost; one whose time passes expires unsent.'],
];

export const operators_glossary: Glossary = [
  ...of_both,
  ['Parked', 'Work that made its handler fail 5 times. It is kept and can be tried again.'],
  ['Actor', 'One small worker inside the broker. A failed one is restarted from the log.'],
  ['Mailbox', 'What an actor has been asked to do and has not done yet.'],
  ['Event log', 'The record on disk of everything that happened. Nothing counts until it is in there.'],
];

export const staff_glossary: Glossary = [
  ...of_both,
  ['Conversation', 'All that was said to and by one number. Whose number it is stands beside it where the record of exactly one patient has it.'],
  ['Template', 'Words that messages are made of, with places that are filled in for each patient.'],
  ['Segment', 'What the phone networks count and charge: a text of up to 160 letters is one, longer ones are several.'],
  ['Opted out', 'The number or address wants no more messages, or not of some kinds. It holds for everybody who has it.'],
  ['Audit trail', 'The record of who did what and whose data they were shown. Nobody can change it unnoticed.'],
];
