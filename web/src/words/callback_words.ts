import { word, type Words } from './word';

export const callback_states: Words = {
  idle: word('Up to date', 'green', 'Everything that it is owed was told, or given up.'),
  telling: word('Telling', 'blue', 'Something is being told now.'),
  retrying: word('Retrying', 'yellow', 'Something couldn’t be told yet and is tried again.'),
  full: word('Far behind', 'orange', 'So much waits for it that its practice’s log isn’t read on. Nothing is lost.'),
  waiting: word('Waiting', 'grey', 'The broker was restored from a backup: nobody is told anything until it is released.'),
  broken: word('Broken', 'red', 'Its book, or a record, can’t be read. The reason stands beside it.'),
};

export const receiver_names: Readonly<Record<string, string>> = {
  delivery: 'Delivery receipts (GOV.UK Notify)',
  received: 'Received texts (GOV.UK Notify)',
  signed: 'Signed callbacks',
};
