// Two sets of pages share their frame: the operators' and the practices' staff's. What differs stands here.
import { createContext } from 'preact';
import { links } from '../route/links';

export interface Product {
  /** Its addresses begin with this. */
  readonly root: '/ops' | '/app';
  /** After `Tidings`; empty: that alone. */
  readonly name: string;
  readonly home: string;
  readonly home_name: string;
  /** Address, name, and what the role has to be allowed to read, if not everybody is. */
  readonly menu: readonly (readonly [string, string, string?])[];
  readonly support: readonly (readonly [string, string, string?])[];
}

export const operations: Product = {
  root: '/ops',
  name: 'operations',
  home: links.overview,
  home_name: 'Overview',
  menu: [
    [links.overview, 'Overview'],
    [links.practices(), 'Practices'],
    [links.messages(), 'Messages'],
    [links.replies(), 'Replies'],
    [links.staff_items(), 'Staff items'],
    [links.connectors(), 'Connectors'],
    [links.providers, 'Providers', 'providers'],
    [links.actors(), 'Actors', 'actors'],
    [links.alerts, 'Alerts', 'alerts'],
    [links.queues, 'Queues'],
    [links.parked(), 'Parked'],
    [links.callbacks, 'Callbacks', 'callbacks'],
    [links.api_keys(), 'API keys', 'api-keys'],
    [links.audit(), 'Audit', 'audit'],
    [links.backups, 'Backups', 'backups'],
    [links.rollout, 'Roll-out', 'rollout'],
    [links.onboarding, 'Bring in a practice', 'rollout'], // by those who plan them
    [links.users, 'Users', 'users'],
  ],
  support: [
    [links.help, 'Help: what the words mean'],
    [links.accessibility, 'Accessibility statement'],
    [links.today(), 'The practices’ pages'],
  ],
};

export const staff: Product = {
  root: '/app',
  name: '',
  home: links.today(),
  home_name: 'Today',
  menu: [
    [links.today(), 'Today'],
    [links.inbox(), 'Inbox'],
    [links.send(), 'Send a message', 'send-options'],
    [links.patients(), 'Patients'],
    [links.waiting(), 'Waiting list'],
    [links.reports(), 'Reports'],
    [links.fft(), 'Friends and Family Test'],
    [links.data_quality(), 'Records to mend'],
    [links.support(), 'Support access', 'support'],
    [links.opt_outs(), 'Opt-outs'],
    [links.templates(), 'Templates'],
    [links.reminders(), 'Reminders'],
    [links.keywords(), 'Keywords'],
    [links.settings(), 'Settings'],
    [links.sections(), 'Change settings', 'practice-sections'],
    [links.staff_audit(), 'Audit', 'audit'],
  ],
  support: [
    [links.staff_help, 'Help: what the words mean'],
    [links.staff_accessibility, 'Accessibility statement'],
    [links.overview, 'Operations', 'providers'],
  ],
};

export const ProductOf = createContext<Product>(operations);

export const titleOf = (product: Product): string => `Tidings ${product.name}`.trim();
