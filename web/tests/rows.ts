// Rows for tests: all fields there, the interesting ones given.
import type { Conversation, ConversationLine, FftRow } from '../src/api/inbox_types';
import type { Actor, Connector, Message, Note, Overview, Practice, Provider, Reply, Tick, Totals } from '../src/api/types';

const totals: Totals = {
  accepted: 0, suppressed: 0, sent: 0, delivered: 0, failed: 0, expired: 0, cancelled_messages: 0, replies: 0,
  confirmed: 0, cancelled: 0, filed: 0, opted_out: 0, in_doubt: 0, staff_items: 0, parked: 0,
};

export const tick = (t: number, some: Partial<Tick> = {}): Tick => ({
  t, accepted: 0, sent: 0, delivered: 0, failed: 0, replies: 0, queued: 0, in_flight: 0, in_doubt: 0, parked: 0,
  staff_items: 0, operations_open: 0, ...some,
});

export const practice = (id: string, some: Partial<Practice> = {}): Practice => ({
  id, name: `Practice ${id}`, system: 'systmone', state: 'up', connector_state: 'up', connector_reason: '',
  appointments: 0, patients: 0, queued: 0, in_flight: 0, in_doubt: 0, operations_open: 0, staff_items: 0, parked: 0,
  all: totals, last_read_at: null, last_event_at: null, active: true, trouble: '', fenced: false,
  pence_today: 0, budget_pence: 0, budget: 'none', held: 0, ...some,
});

export const connector = (id: string, some: Partial<Connector> = {}): Connector => ({
  practice: id, practice_name: `Practice ${id}`, system: 'systmone', address: '127.0.0.1:40700', state: 'up', reason: '',
  since: null, last_read_at: null, reads: 0, failures: 0, writes: 0, operations_open: 0, last_read_ms: -1, may_write: true,
  documents: '', documents_reason: '', documents_since: null,
  ...some,
});

export const provider = (id: string, some: Partial<Provider> = {}): Provider => ({
  id, type: 'firetext', state: 'up', reason: '', queued: 0, in_flight: 0, window: 8, sent: 0, failed: 0, unknown: 0,
  delivered: 0, per_second_max: 0, success_rate: 1, call_ms_p50: -1, call_ms_p99: -1, delivery_ms_p50: -1,
  delivery_ms_p99: -1, call_ms_p95: -1, delivery_ms_p95: -1, breaker: 'closed', pence_per_segment: 0, weight: 1,
  segments_today: 0, pence_today: 0, if_down: '', ...some,
});

export const overview = (some: Partial<Overview> = {}): Overview => ({
  version: '0.1.0', started_at: '2026-11-22T09:00:00.000Z', state: 'ready', all: totals, practices: 3, practices_up: 3,
  connectors_up: 3, providers_up: 1, providers: 1, to_go: 0, ...some,
});

export const message = (some: Partial<Message> = {}): Message => ({
  id: '00000000-0000-5000-8000-000000000001', practice: 'A99001', kind: 'reminder', channel: 'sms', state: 'accepted',
  asked_by: 'two-days-before', provider: '', to: '…123', appointment: '77', accepted_at: '2026-11-22T09:00:00.000Z',
  sent_at: null, delivered_at: null, failed_at: null, attempts: 0, reason: '', test: false, ...some,
});

export const note = (at: string, what: string, some: Partial<Note> = {}): Note => ({ at, level: 'info', practice: 'A99001', what, link: '', ...some });

export const actor = (path: string, some: Partial<Actor> = {}): Actor => ({
  path, state: 'running', restarts: 0, mailbox: 0, handled: 0, last_failure: '', since: null, ...some,
});

export const reply = (some: Partial<Reply> = {}): Reply => ({
  id: 'r1', practice: 'A99001', received_at: '2026-11-22T09:00:00.000Z', from: '…123', meaning: 'question', why: '', message: '',
  appointment: '', state: 'staff', body: '', automatic: false, urgent: false, channel: 'sms', ...some,
});

export const conversation = (some: Partial<Conversation> = {}): Conversation => ({
  id: 'abcdefghij0123456789', practice: 'A99001', from: '…123', status: 'unread', assigned_to: '', last_at: '2026-11-22T09:00:00.000Z',
  last_reply: 'r1', replies: 1, notes: 0, disputed: false, people: 1, patient: 'aa', by: 'sms', ...some,
});

export const line = (some: Partial<ConversationLine> = {}): ConversationLine => ({
  sequence: 1, at: '2026-11-22T09:00:00.000Z', type: 'reply_received', summary: '', message: '', reply: '', state: '', due_at: null,
  by: '', body: '', channel: 'sms', subject: '', ...some,
});

export const fftRow = (some: Partial<FftRow> = {}): FftRow => ({
  method: 'all', very_good: 0, good: 0, neither: 0, poor: 0, very_poor: 0, dont_know: 0, total: 0, ...some,
});
