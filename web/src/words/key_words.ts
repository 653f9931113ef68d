import { word, type Words } from './word';

export const key_states: Words = {
  in_force: word('In force', 'green', 'A program that has it may send.'),
  revoked: word('Revoked', 'grey', 'Nobody gets in by it any more.'),
  unusable: word('Unusable', 'yellow', 'Its secret is missing in the practice’s file, or a key of the file has taken its name.'),
};

export const key_types: Words = {
  normal: word('Live', 'blue', 'Sends to anybody.'),
  team: word('Team', 'purple', 'Sends to its guests alone.'),
  test: word('Test', 'white', 'Sends nothing; all else is as if.'),
};
