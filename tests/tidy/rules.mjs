// Every rule by its name. Each takes a tree and gives what it found in it.
import { actor_state_constructors } from './rules/actor_state_constructors.mjs';
import { beast_and_caf } from './rules/beast_and_caf.mjs';
import { fixed_ports } from './rules/fixed_ports.mjs';
import { folder_readmes } from './rules/folder_readmes.mjs';
import { command_numbers, event_numbers, word_numbers } from './rules/frozen_numbers.mjs';
import { include_direction } from './rules/include_direction.mjs';
import { leftovers } from './rules/leftovers.mjs';
import { machine_paths } from './rules/machine_paths.mjs';
import { personal_numbers } from './rules/personal_numbers.mjs';
import { sleeps } from './rules/sleeps.mjs';

export const rules = {
  actor_state_constructors,
  beast_and_caf,
  command_numbers,
  event_numbers,
  fixed_ports,
  folder_readmes,
  include_direction,
  leftovers,
  machine_paths,
  personal_numbers,
  sleeps,
  word_numbers,
};
