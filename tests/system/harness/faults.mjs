// Which lies are told in one life of the broker. Each is on or off by a throw (swarm testing): runs in which everything
// goes wrong at once find less than runs in which some things go wrong.

const provider_lies = {
  hang: 0.01, // neither taken nor answered
  http_500: 0.05, // not taken
  http_429: 0.04,
  html_page: 0.02,
  timeout_after_accept: 0.01, // taken, no answer
  reset_after_accept: 0.05, // taken, connection reset
  early_receipt: 0.1,
  duplicate_receipt: 0.1,
  lose_receipt: 0.05,
  pending_first: 0.1,
  reorder: 0.1,
};
const clinical_lies = {
  silence: 0.01, // not carried out, not answered
  drop_before: 0.05,
  reset_after_commit: 0.05, // carried out, connection reset
  record_in_use: 0.1,
  truncate: 0.05,
  duplicate: 0.05,
};
const delays_ms = [0, 0, 20, 100, 400];

const half_of = (lies, dice) => Object.fromEntries(Object.entries(lies).map(([name, share]) => [name, dice.chance(0.5) ? share : 0]));
const none_of = (lies) => Object.fromEntries(Object.keys(lies).map((name) => [name, 0]));

export const draw_provider_faults = (dice) => ({ ...half_of(provider_lies, dice), delay_ms: dice.pick(delays_ms) });
export const draw_clinical_faults = (dice) => ({ ...half_of(clinical_lies, dice), delay_ms: dice.pick(delays_ms) });
export const no_provider_faults = { ...none_of(provider_lies), delay_ms: 0 };
export const no_clinical_faults = { ...none_of(clinical_lies), delay_ms: 0 };
