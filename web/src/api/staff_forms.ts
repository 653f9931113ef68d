// What the node says of a practice's own file, and previews with their price: actors/node/staff_settings.cpp.
import type { Alphabet } from '../format/sms';
import type { MessagePreview } from './staff_types';

export interface SendTemplate {
  readonly id: string;
  readonly title: string;
  readonly body: string;
  readonly alphabet: Alphabet;
  /** To be filled in by whoever sends: the patient's and the practice's own words are known. */
  readonly fields: readonly string[];
}
export interface SendOptions {
  readonly templates: readonly SendTemplate[];
  readonly test_numbers: readonly string[];
  readonly alphabet: Alphabet;
  readonly sender: string;
  readonly pence_per_segment: number;
}
export type PricedPreview = MessagePreview & { readonly pence: number | null };

export interface Hours {
  readonly opens: string;
  readonly closes: string;
  readonly saturdays: boolean;
  readonly sundays: boolean;
}
export interface TemplateInForce {
  readonly id: string;
  readonly title: string;
  readonly whose: 'own' | 'shared' | null;
  readonly made_in: 'file' | 'browser';
  readonly body: string;
  readonly subject: string;
  readonly example: string;
  readonly alphabet: Alphabet;
  readonly encoding: string;
  readonly segments: number;
  readonly pence: number;
  readonly fields: readonly string[];
  readonly version: number;
  readonly fingerprint: string;
  readonly used_by: readonly string[];
}
export interface ReminderRule {
  readonly id: string;
  readonly before_min: number;
  readonly sessions: readonly string[];
  readonly not_sessions: readonly string[];
  readonly clinicians: readonly string[];
  readonly slot_types: readonly string[];
  readonly template: string;
  readonly question: string;
  readonly cut_off_min: number;
  readonly notice_min: number;
  readonly by: readonly string[];
}
export interface Exclusion {
  readonly sessions: readonly string[];
  readonly clinicians: readonly string[];
  readonly slot_types: readonly string[];
  readonly kinds: readonly string[];
  readonly channels: readonly string[];
}
export interface Keyword {
  readonly id: string;
  readonly words: readonly string[];
  readonly answer: string;
  readonly code: string;
  readonly code_text: string;
  readonly from: string;
  readonly until: string;
  readonly test: boolean;
  readonly joins: string;
  readonly leaves: string;
  readonly in_force: boolean;
}
export interface AppointmentText {
  readonly template: string;
  readonly sessions: readonly string[];
  readonly not_sessions: readonly string[];
  readonly notice_min: number;
}
/** A set of health questions. `link`: one text with a link to a page that has all of them; `sms`: a text for each. */
export interface QuestionSet {
  readonly id: string;
  readonly questions: number;
  readonly ask_by: 'sms' | 'link';
}

export interface PracticeSettings {
  readonly practice: string;
  readonly name: string;
  readonly phone: string;
  readonly sender: string;
  readonly reply_numbers: readonly string[];
  readonly alphabet: Alphabet;
  readonly test_numbers: number;
  readonly sms_route: readonly string[];
  readonly email_route: readonly string[];
  readonly voice_route: readonly string[];
  readonly route_by_weight: boolean;
  readonly pence_per_segment: number;
  readonly budget_pence_a_day: number;
  readonly budget_warn_share: number;
  readonly beyond_budget: readonly string[];
  readonly system: string;
  readonly days_ahead: number;
  readonly poll_every_s: number;
  readonly hours: Hours & { readonly kinds: readonly string[]; readonly channels: readonly string[]; readonly own: readonly (Hours & { readonly kind: string })[] };
  readonly staffed: Hours;
  readonly templates: readonly TemplateInForce[];
  readonly reminders: readonly ReminderRule[];
  readonly exclusions: readonly Exclusion[];
  readonly confirmation: AppointmentText;
  readonly missed: AppointmentText;
  readonly keywords: readonly Keyword[];
  readonly automatic_texts: Readonly<Record<string, string>>;
  readonly fft: { readonly ask: boolean; readonly question: string; readonly comment: string; readonly delay_min: number; readonly months_between: number; readonly share: number; readonly sessions: readonly string[]; readonly not_sessions: readonly string[] };
  readonly waiting_list: { readonly on: boolean; readonly sessions: readonly string[]; readonly not_sessions: readonly string[]; readonly answer_within_min: number; readonly notice_min: number; readonly asked_max: number; readonly offer: string };
  readonly questions: readonly QuestionSet[];
  readonly canned: readonly { readonly name: string; readonly text: string }[];
  readonly codes_by_hand: readonly { readonly code: string; readonly text: string }[];
  readonly codes: { readonly reminder_sent: string; readonly confirmed: string; readonly cancelled: string };
  readonly api_keys: readonly { readonly name: string; readonly type: string }[];
}
export interface ReplyReading {
  readonly meaning: string;
  readonly automatic: boolean;
  readonly why: string;
  readonly needs_review?: boolean;
  readonly urgent?: boolean;
  readonly keyword?: string;
  readonly score?: number;
  readonly value?: string | number;
  readonly unit?: string;
}
