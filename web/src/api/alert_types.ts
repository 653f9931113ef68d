// The rows of schemas/alert_views.hpp, field for field.

export interface Alert {
  id: string;
  measure: string;
  subject: string;
  what: string;
  since: string;
  acknowledged: boolean;
  by: string;
  note: string;
}

export interface AlertLine {
  at: string;
  id: string;
  measure: string;
  subject: string;
  turn: string;
  what: string;
  by: string;
}

export interface Alerts {
  configured: boolean;
  watching: boolean;
  mail_to: string;
  webhook: string;
  last_failure: string;
  untold: number;
  firing: Alert[];
  history: AlertLine[];
}
