// What each page is for, and what whoever opens it has to be allowed to read.
import { links } from '../route/links';

export interface Explained {
  readonly name: string;
  readonly href: string;
  readonly what: string;
  /** As in the menu; without it the page is everybody's. */
  readonly needs?: string;
}

const page = (name: string, href: string, what: string, needs?: string): Explained => ({ name, href, what, ...(needs ? { needs } : {}) });

/** In the order of the menu, each of its pages (`tests/help`). */
export const staff_pages: readonly Explained[] = [
  page('Today', links.today(), 'Start here. Who comes today and next, what they were told and answered, what waits for a person, and what goes out next.'),
  page('Inbox', links.inbox(), 'What patients wrote, and your answers. A reply that can mean only one thing is dealt with by itself; all others wait here.'),
  page('Send a message', links.send(), 'A text, e-mail or call to one patient, written by hand or from a template. You see it first, and can take it back for 10 seconds.', 'send-options'),
  page('Patients', links.patients(), 'Find a patient: their appointments, what they want to be sent, and everything said to and by them.'),
  page('Waiting list', links.waiting(), 'Who waits for an earlier slot, slots that came free, and who was asked.'),
  page('Reports', links.reports(), 'What the months come to: messages, failures, appointments cancelled in time, costs. As CSV too.'),
  page('Friends and Family Test', links.fft(), 'A month’s answers, the figures for the monthly submission, and answers on paper.'),
  page('Records to mend', links.data_quality(), 'Patients whose record keeps messages from reaching them, and what to do about each. As CSV too.'),
  page('Support access', links.support(), 'Let a support user look at the practice for a while, and see what they looked at.', 'support'),
  page('Opt-outs', links.opt_outs(), 'Numbers and addresses that want no more messages, or not some kinds. As CSV too.'),
  page('Templates', links.templates(), 'The practice’s words: written, approved by somebody else, then in force.'),
  page('Reminders', links.reminders(), 'Which rules remind whom, when and with what words.'),
  page('Keywords', links.keywords(), 'Words that patients may text, and what happens then. Try here what a reply would be taken for.'),
  page('Settings', links.settings(), 'What is in force at the practice, in plain words.'),
  page('Change settings', links.sections(), 'Change it: checked, compared with what was there, then put in force. Everything can be had back.', 'practice-sections'),
  page('Audit', links.staff_audit(), 'Who did what at the practice, and whose data they were shown. As CSV too.', 'audit'),
];

export const operators_pages: readonly Explained[] = [
  page('Overview', links.overview, 'Is all well? If not, the first lines say what needs somebody.'),
  page('Practices', links.practices(), 'Every practice, worst first. Open one for its queues, totals and connection.'),
  page('Messages', links.messages(), 'Find one message by the start of its id, or by the last three digits of the phone.'),
  page('Replies', links.replies(), 'What patients answered and how it was read.'),
  page('Staff items', links.staff_items(), 'What a person at a practice must decide. Their staff deal with them.'),
  page('Connectors', links.connectors(), 'The connections to clinical systems, with what to do when one is down.'),
  page('Providers', links.providers, 'Who carries the messages, how fast and how reliably.', 'providers'),
  page('Actors', links.actors(), 'The broker’s own workers: restarts and mailboxes.', 'actors'),
  page('Alerts', links.alerts, 'What somebody is called for by e-mail or webhook, who has acknowledged it, and what was.', 'alerts'),
  page('Queues', links.queues, 'What waits, for how long and why. Pause a practice or a provider, and let it go on.'),
  page('Parked', links.parked(), 'Work set aside after failing again and again, by its cause. Try one, some or all of it again.'),
  page('Callbacks', links.callbacks, 'Programs that are told what became of messages, and what they could not be told.', 'callbacks'),
  page('API keys', links.api_keys(), 'What programs of a practice send by: make one, revoke one.', 'api-keys'),
  page('Audit', links.audit(), 'Who did what, at all practices, and whose data they were shown.', 'audit'),
  page('Backups', links.backups, 'The backups there are, and releasing a broker that was restored from one.', 'backups'),
  page('Roll-out', links.rollout, 'Which practice has which phase, and which is planned.', 'rollout'),
  page('Bring in a practice', links.onboarding, 'Check a practice’s file, compare it, have the doctor look, put it in force.', 'rollout'),
  page('Users', links.users, 'Who may sign in, with which role, for which practices.', 'users'),
];
