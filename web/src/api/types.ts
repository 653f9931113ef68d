// Generated from schemas/views.hpp by `tidings schema typescript`. Do not edit.

export interface Tick {
  t: number;
  accepted: number;
  sent: number;
  delivered: number;
  failed: number;
  replies: number;
  queued: number;
  in_flight: number;
  in_doubt: number;
  parked: number;
  staff_items: number;
  operations_open: number;
}

export interface Totals {
  accepted: number;
  suppressed: number;
  sent: number;
  delivered: number;
  failed: number;
  expired: number;
  cancelled_messages: number;
  replies: number;
  confirmed: number;
  cancelled: number;
  filed: number;
  opted_out: number;
  in_doubt: number;
  staff_items: number;
  parked: number;
}

export interface Practice {
  id: string;
  name: string;
  system: string;
  state: string;
  connector_state: string;
  connector_reason: string;
  appointments: number;
  patients: number;
  queued: number;
  in_flight: number;
  in_doubt: number;
  operations_open: number;
  staff_items: number;
  parked: number;
  all: Totals;
  last_read_at: string | null;
  last_event_at: string | null;
  active: boolean;
  trouble: string;
  fenced: boolean;
  pence_today: number;
  budget_pence: number;
  budget: string;
  held: number;
}

export interface Message {
  id: string;
  practice: string;
  kind: string;
  channel: string;
  state: string;
  asked_by: string;
  provider: string;
  to: string;
  appointment: string;
  accepted_at: string;
  sent_at: string | null;
  delivered_at: string | null;
  failed_at: string | null;
  attempts: number;
  reason: string;
  test: boolean;
}

export interface TimelineEntry {
  sequence: number;
  at: string;
  type: string;
  summary: string;
  reply: string;
  operation: string;
}

export interface MessagePage {
  head: Message;
  body: string;
  timeline: TimelineEntry[];
  subject: string;
  attachments: string[];
}

export interface Reply {
  id: string;
  practice: string;
  received_at: string;
  from: string;
  meaning: string;
  why: string;
  message: string;
  appointment: string;
  state: string;
  body: string;
  automatic: boolean;
  urgent: boolean;
  channel: string;
}

export interface Connector {
  practice: string;
  practice_name: string;
  system: string;
  address: string;
  state: string;
  reason: string;
  since: string | null;
  last_read_at: string | null;
  reads: number;
  failures: number;
  writes: number;
  operations_open: number;
  last_read_ms: number;
  may_write: boolean;
  documents: string;
  documents_reason: string;
  documents_since: string | null;
}

export interface Provider {
  id: string;
  type: string;
  state: string;
  reason: string;
  queued: number;
  in_flight: number;
  window: number;
  sent: number;
  failed: number;
  unknown: number;
  delivered: number;
  per_second_max: number;
  success_rate: number;
  call_ms_p50: number;
  call_ms_p99: number;
  delivery_ms_p50: number;
  delivery_ms_p99: number;
  call_ms_p95: number;
  delivery_ms_p95: number;
  breaker: string;
  pence_per_segment: number;
  weight: number;
  segments_today: number;
  pence_today: number;
  if_down: string;
}

export interface Actor {
  path: string;
  state: string;
  restarts: number;
  mailbox: number;
  handled: number;
  last_failure: string;
  since: string | null;
}

export interface Parked {
  id: string;
  practice: string;
  kind: string;
  reason: string;
  at: string;
  tries: number;
}

export interface StaffItem {
  id: string;
  practice: string;
  reason: string;
  at: string;
  reply: string;
  message: string;
  urgent: boolean;
}

export interface AuditEntry {
  practice: string;
  sequence: number;
  at: string;
  user: string;
  role: string;
  session: string;
  action: string;
  outcome: string;
  reason: string;
  request: string;
  objects: string[];
}

export interface Note {
  at: string;
  level: string;
  practice: string;
  what: string;
  link: string;
}

export interface Overview {
  version: string;
  started_at: string;
  state: string;
  all: Totals;
  practices: number;
  practices_up: number;
  connectors_up: number;
  providers_up: number;
  providers: number;
  to_go: number;
}

export interface Backup {
  number: number;
  at: string;
  epoch: number;
  bytes: number;
  added: number;
  records: number;
  practices: number;
  took_ms: number;
}

export interface Backups {
  configured: boolean;
  state: string;
  doing: string;
  done: number;
  last_failure: string;
  next_at: string | null;
  requests_done: number;
  epoch: number;
  released: boolean;
  restored_from: number;
  backed_up_at: string | null;
  restored_at: string | null;
  list: Backup[];
}
