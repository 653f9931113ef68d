import { word, type Words } from './word';

export const alert_measures: Words = {
  connector_down: word('Connector down', 'red', 'A practice’s clinical system hasn’t answered for a while: nothing is read from it or written into it.'),
  provider_out: word('Provider out', 'red', 'A provider doesn’t take messages, and nobody has paused it.'),
  queue_age: word('Messages wait', 'orange', 'Messages whose time has come have waited too long for their provider, or restored practices for their release.'),
  in_doubt: word('In doubt', 'orange', 'For many messages nobody knows yet whether they went out.'),
  parked: word('Parked', 'orange', 'Work failed too often and waits for a person.'),
  backup_age: word('Backup overdue', 'red', 'The newest backup is too old.'),
  certificate_ends: word('Certificate ends', 'yellow', 'The endpoint’s certificate must be renewed soon: without it nobody can sign in and no receipt arrives.'),
  disk_used: word('Disk nearly full', 'red', 'When it is full nothing more is accepted.'),
  budget_used: word('Budget', 'yellow', 'A practice has spent most of the day’s budget.'),
  documents_held: word('Documents wait', 'orange', 'Nothing can be put into a practice’s folder for documents: what is to be filed waits.'),
};

export const alert_turns: Words = {
  raised: word('Raised', 'red', 'It went beyond its limit, and the operators were told.'),
  repeated: word('Told again', 'orange', 'It still fired, and nobody had acknowledged it.'),
  resolved: word('Over', 'green', 'It has been well within its limit for two minutes.'),
  acknowledged: word('Acknowledged', 'blue', 'Somebody is at it: it isn’t told again until it is over.'),
};
