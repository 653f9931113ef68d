// The rows of schemas/patient_views.hpp and report_views.hpp, field for field.

export interface PatientFound {
  id: string;
  name: string;
  nhs_number: string;
  mobile: string;
  against: string;
  next_at: string | null;
}

export interface PatientsFound {
  patients: PatientFound[];
  more: boolean;
}

export interface ChannelChoice {
  channel: string;
  address: string;
  consent: string;
  against: string;
  sharing: number;
  out: boolean;
  out_of: string[];
}

export interface PatientVisit {
  id: string;
  starts_at: string;
  minutes: number;
  session: string;
  clinician: string;
  site: string;
  status: string;
  confirmed: boolean;
  cancelled: boolean;
}

export interface PatientCard {
  id: string;
  name: string;
  title: string;
  nhs_number: string;
  mobile: string;
  home_phone: string;
  email: string;
  against: string;
  channels: ChannelChoice[];
  appointments: PatientVisit[];
}

export interface MessagePreview {
  body: string;
  to: string;
  encoding: string;
  units: number;
  segments: number;
  parts: string[];
  refused: string;
}

export interface PatientEvent {
  sequence: number;
  at: string;
  sort: string;
  id: string;
  kind: string;
  channel: string;
  state: string;
  summary: string;
  by: string;
  body: string;
  automatic: boolean;
  urgent: boolean;
  test: boolean;
}

export interface PatientHistory {
  practice: string;
  id: string;
  events: PatientEvent[];
  next: string | null;
  whole: boolean;
}

export interface OptOut {
  sequence: number;
  at: string;
  channel: string;
  kinds: string[];
  by: string;
  told: string;
  number: string;
  patient: string;
}

export interface OptOuts {
  practice: string;
  rows: OptOut[];
  numbers: number;
  next: string | null;
}

export interface ReportKind {
  kind: string;
  accepted: number;
  sent: number;
  delivered: number;
  failed: number;
  expired: number;
  cancelled: number;
  segments: number;
  pence: number;
}

export interface ReportReason {
  reason: string;
  messages: number;
}

export interface ReportFigures {
  month: string;
  kinds: ReportKind[];
  all: ReportKind;
  failures: ReportReason[];
  suppressed: number;
  replies: number;
  confirmed: number;
  cancelled: number;
  reusable: number;
  did_not_attend: number;
  opted_out: number;
  opted_in: number;
}

export interface Report {
  practice: string;
  from: string;
  to: string;
  months: ReportFigures[];
  total: ReportFigures;
  reusable_hours: number;
  first: string | null;
}
