// The rows of schemas/today_views.hpp, field for field.
import type { Pause } from './operator_types';
import type { Message, Practice, StaffItem } from './types';

export interface TodayVisit {
  id: string;
  patient: string;
  starts_at: string;
  minutes: number;
  session: string;
  clinician: string;
  site: string;
  status: string;
  state: string;
  reason: string;
  message: string;
  due_at: string | null;
  hindrance: string;
}

export interface TodayCount {
  state: string;
  messages: number;
}

export interface TodayDue {
  rule: string;
  at: string;
  reminders: number;
}

export interface TodayAbout {
  item: string;
  conversation: string;
  from: string;
  patient: string;
  people: number;
}

export interface Today {
  practice: string;
  now: string;
  from: string;
  until: string;
  standing: Practice;
  system_reason: string;
  paused: Pause | null;
  visits: TodayVisit[];
  left_out: number;
  messages: TodayCount[];
  failures: Message[];
  failed: number;
  due: TodayDue[];
  hours: number;
  rules_known: boolean;
  later: number;
  items: StaffItem[];
  urgent: number;
  unread: number;
  about: TodayAbout[];
}
