import { word, type Words } from './word';

export const actor_states: Words = {
  running: word('Running', 'green', 'It is in memory and working.'),
  restarting: word('Restarting', 'orange', 'It ended with an error and is being started again from the log.'),
  passive: word('Passive', 'white', 'It has nothing to do and sleeps on disk. The next message wakes it.'),
  stopped: word('Stopped', 'red', 'It is not running.'),
};
