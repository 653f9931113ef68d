import { word, type Words } from './word';

export const rollout_phases: Readonly<Record<string, string>> = { premium: 'Premium', smart: 'Smart', web_messenger: 'Web Messenger' };

export const rollout_states: Words = {
  not_planned: word('Not planned', 'white', 'Nothing has been agreed with the practice yet.'),
  planned: word('Planned', 'blue', 'It is agreed, and has a date.'),
  under_way: word('Under way', 'yellow', 'The practice is being set up or trained.'),
  live: word('Live', 'green', 'The practice uses it.'),
  on_hold: word('On hold', 'orange', 'It was begun or planned, and waits for something.'),
  not_wanted: word('Not wanted', 'grey', 'The practice has said that it doesn’t want it.'),
};
