// What it means to try a parked command again or to give it up, by its kind (schemas/commands.hpp).

export interface ParkedWords {
  /** What it is, of one and of many. */
  readonly one: string;
  readonly many: string;
  readonly retry: string;
  readonly discard: string;
}

const of = (one: string, many: string, retry: string, discard: string): ParkedWords => ({ one, many, retry, discard });

const words: Readonly<Record<string, ParkedWords>> = {
  reply_arrived: of('patient’s reply', 'patients’ replies', 'Read now as if it had just come: a sure answer is acted on, anything else goes to staff.', 'Nobody ever reads it, and nothing is done about it.'),
  receipt_arrived: of('delivery receipt', 'delivery receipts', 'The message’s state is brought up to date.', 'The message stays in the state that it has now.'),
  attempt_outcome: of('answer of a provider', 'answers of providers', 'It is taken down how the attempt ended.', 'The attempt stays in doubt until it is looked up.'),
  looked_up: of('look-up', 'look-ups', 'It is taken down what the provider said about a message in doubt.', 'The message stays in doubt, for a person.'),
  operation_outcome: of('answer of a clinical system', 'answers of clinical systems', 'It is taken down whether the change was written.', 'The change stays open, and is asked about again after the next start.'),
  accept_message: of('request for a message', 'requests for messages', 'The message is accepted now and goes when its time comes. Whoever asked was told that it had failed.', 'The message is never sent.'),
  appointments_read: of('reading of appointments', 'readings of appointments', 'Taken in now, though a later reading may have been since.', 'The next reading brings the same.'),
  patient_read: of('patient’s details', 'patients’ details', 'Taken in now, though they may have changed since.', 'They are read again when they are needed.'),
};

const other = of('command', 'commands', 'It is done now, as it was asked for then.', 'It is never done.');

export const parkedWords = (kind: string): ParkedWords => words[kind] ?? other;
