import { word, type Words } from './word';

export const provider_states: Words = {
  up: word('Up', 'green', 'The provider takes our messages.'),
  degraded: word('Degraded', 'yellow', 'Some calls fail or are slow. They are tried again.'),
  down: word('Down', 'red', 'The provider does not answer. Messages go by another provider of their route, or wait until it does.'),
  stopped: word('Stopped', 'red', 'The account needs a person, for example a wrong password or no credit left. Messages go by another provider of their route, or wait.'),
};

export const breaker_states: Words = {
  closed: word('Messages pass', 'green', 'Nothing stands in the way of messages to this provider.'),
  ramping: word('Coming back', 'yellow', 'A trial message went well. Within a minute all messages go by it again.'),
  open: word('Left out', 'red', 'Too many calls failed or were not answered. Messages go by another provider of their route, or wait.'),
  half_open: word('On trial', 'yellow', 'One message is under way to see whether the provider is back.'),
};

export const provider_types: Readonly<Record<string, string>> = { firetext: 'FireText', null: 'Null (for benchmarks)' };
