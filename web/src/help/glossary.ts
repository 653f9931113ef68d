/** The field's own words, as they are used on every screen. */
export const glossary: readonly (readonly [string, string])[] = [
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
  ['Parked', 'Work that made its handler fail 5 times. It is kept and can be tried again.'],
  ['Actor', 'One small worker inside the broker. A failed one is restarted from the log.'],
  ['Mailbox', 'What an actor has been asked to do and has not done yet.'],
  ['Event log', 'The record on disk of everything that happened. Nothing counts until it is in there.'],
];
