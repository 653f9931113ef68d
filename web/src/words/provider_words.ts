import { word, type Words } from './word';

export const provider_states: Words = {
  up: word('Up', 'green', 'The provider takes our messages.'),
  degraded: word('Degraded', 'yellow', 'Some calls fail or are slow. They are tried again.'),
  down: word('Down', 'red', 'The provider does not answer. Messages wait until it does.'),
  stopped: word('Stopped', 'red', 'The account needs a person, for example a wrong password or no credit left. Messages wait.'),
};

export const provider_types: Readonly<Record<string, string>> = { firetext: 'FireText', null: 'Null (for benchmarks)' };
