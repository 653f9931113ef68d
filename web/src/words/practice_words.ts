import { word, type Words } from './word';

export const practice_states: Words = {
  up: word('Up', 'green', 'Everything works.'),
  degraded: word('Degraded', 'yellow', 'It works, but some part is slow, failing at times, or waits for somebody.'),
  down: word('Down', 'red', 'Some part does not work. Nothing is lost: messages wait.'),
  draining: word('Draining', 'white', 'Its settings file was taken away. It finishes what it has and takes nothing new.'),
};

export const connector_states: Words = {
  up: word('Up', 'green', 'The clinical system answers and appointments are read on time.'),
  degraded: word('Degraded', 'yellow', 'The clinical system is slow, or some readings fail. They are tried again.'),
  awaiting_approval: word('Awaiting approval', 'orange', 'Somebody at the practice must approve this device in the clinical system first.'),
  deactivated: word('Deactivated', 'red', 'The practice has switched this device off in the clinical system.'),
  down: word('Down', 'red', 'The clinical system can’t be reached. Messages already accepted still go out.'),
};

export const agent_states: Words = {
  connected: word('Connected', 'green', 'The practice’s PC has dialled in, and its connector’s requests go by it.'),
  away: word('Away', 'red', 'The practice’s PC is off, or offline. Its connector is down until it is back; nothing is lost.'),
  invited: word('Invited', 'white', 'A one-time code was made and nobody has come with it yet.'),
  revoked: word('Cut off', 'orange', 'Its certificate is of no more use. It can be enrolled anew with a new code.'),
};

export const note_levels: Words = {
  info: word('Information', 'blue', 'Good to know.'),
  warn: word('Warning', 'yellow', 'May need somebody soon.'),
  error: word('Error', 'red', 'Needs somebody.'),
};

export const systems: Readonly<Record<string, string>> = { systmone: 'SystmOne', emis: 'EMIS Web', microtest: 'Microtest Evolution', file_drop: 'File drop' };

export const budget_states: Words = {
  none: word('No budget', 'grey', 'What this practice spends has no limit.'),
  within: word('Within budget', 'green', 'Less than the share that is warned of has been spent today.'),
  warned: word('Nearly spent', 'yellow', 'Most of today’s budget is spent. Once it is, messages that may wait are held until midnight.'),
  spent: word('Spent', 'red', 'Messages that may wait are held until midnight. What patients wait for still goes.'),
};
