// Every address of the dashboard, in one place.
import { withQuery } from './query';
import { inThisApp } from './route';

export interface MessageFilter {
  readonly practice?: string | undefined;
  readonly state?: string | undefined;
  readonly provider?: string | undefined;
  readonly filed?: string | undefined;
  readonly q?: string | undefined;
  readonly before?: string | undefined;
}
export interface ReplyFilter {
  readonly practice?: string | undefined;
  readonly meaning?: string | undefined;
  readonly state?: string | undefined;
  readonly before?: string | undefined;
}

export interface AuditFilter {
  readonly practice?: string | undefined;
  readonly user?: string | undefined;
  readonly kind?: string | undefined;
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  readonly before?: string | undefined;
}

const part = encodeURIComponent;
export const links = {
  overview: '/ops/',
  practices: (filter: { q?: string; state?: string; sort?: string; page?: number } = {}) => withQuery('/ops/practices', filter),
  practice: (id: string) => `/ops/practices/${part(id)}`,
  messages: (filter: MessageFilter = {}) => withQuery('/ops/messages', { ...filter }),
  message: (id: string) => inThisApp(`/messages/${part(id)}`),
  replies: (filter: ReplyFilter = {}) => withQuery('/ops/replies', { ...filter }),
  staff_items: (filter: { practice?: string } = {}) => withQuery('/ops/staff-items', filter),
  connectors: (filter: { state?: string } = {}) => withQuery('/ops/connectors', filter),
  providers: '/ops/providers',
  actors: (filter: { q?: string; show?: string; under?: string } = {}) => withQuery('/ops/actors', filter),
  audit: (filter: AuditFilter = {}) => withQuery('/ops/audit', { ...filter }),
  queues: '/ops/queues',
  alerts: '/ops/alerts',
  onboarding: '/ops/onboarding',
  rollout: '/ops/rollout',
  parked: (filter: { practice?: string; group?: string } = {}) => withQuery('/ops/parked', filter),
  callbacks: '/ops/callbacks',
  api_keys: (filter: { practice?: string } = {}) => withQuery('/ops/api-keys', filter),
  backups: '/ops/backups',
  users: '/ops/users',
  help: '/ops/help',
  accessibility: '/ops/accessibility',
  staff_help: '/app/help',
  staff_accessibility: '/app/accessibility',
  today: (filter: { practice?: string; show?: string } = {}) => withQuery('/app/today', filter),
  staff_audit: (filter: AuditFilter = {}) => withQuery('/app/audit', { ...filter }),
  inbox: (filter: { practice?: string; show?: string } = {}) => withQuery('/app/inbox', filter),
  conversation: (practice: string, id: string) => `/app/inbox/${part(practice)}/${part(id)}`,
  waiting: (filter: { practice?: string } = {}) => withQuery('/app/waiting', filter),
  support: (filter: { practice?: string } = {}) => withQuery('/app/support', filter),
  data_quality: (filter: { practice?: string; problem?: string; before?: string } = {}) => withQuery('/app/data-quality', filter),
  send: (filter: { practice?: string; patient?: string } = {}) => withQuery('/app/send', filter),
  patients: (filter: { practice?: string } = {}) => withQuery('/app/patients', filter),
  patient: (practice: string, id: string, filter: { before?: string } = {}) => withQuery(`/app/patients/${part(id)}`, { practice, ...filter }),
  templates: (filter: { practice?: string } = {}) => withQuery('/app/templates', filter),
  template: (practice: string, id: string) => withQuery(`/app/templates/${part(id)}`, { practice }),
  keywords: (filter: { practice?: string } = {}) => withQuery('/app/keywords', filter),
  reminders: (filter: { practice?: string } = {}) => withQuery('/app/reminders', filter),
  reports: (filter: { practice?: string; from?: string; to?: string } = {}) => withQuery('/app/reports', filter),
  opt_outs: (filter: { practice?: string; before?: string } = {}) => withQuery('/app/opt-outs', filter),
  settings: (filter: { practice?: string } = {}) => withQuery('/app/settings', filter),
  sections: (filter: { practice?: string; section?: string } = {}) => withQuery('/app/sections', filter),
  fft: (filter: { practice?: string; month?: string } = {}) => withQuery('/app/fft', filter),
};
