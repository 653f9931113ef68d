// The rows of schemas/waiting_views.hpp, field for field.

export interface WaitingEntry {
  id: string;
  practice: string;
  patient: string;
  session: string;
  clinician: string;
  since: string;
  by: string;
  name: string;
}

export interface SlotOffer {
  patient: string;
  message: string;
  state: string;
  asked_at: string;
  ended_at: string | null;
  reply: string;
  why: string;
}

export interface FreedSlot {
  id: string;
  practice: string;
  starts_at: string;
  minutes: number;
  session: string;
  clinician: string;
  slot_type: string;
  site: string;
  freed_at: string;
  state: string;
  closed_at: string | null;
  by: string;
  offers: SlotOffer[];
}

export interface WaitingPage {
  waiting: WaitingEntry[];
  slots: FreedSlot[];
}
