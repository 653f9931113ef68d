// The rows of schemas/callback_views.hpp, field for field.

export interface CallbackReceiver {
  practice: string;
  receiver: string;
  host: string;
  state: string;
  why: string;
  owed: number;
  retrying: number;
  dead: number;
  told: number;
  oldest_at: string | null;
  last_at: string | null;
  last_said: string;
}

export interface DeadCallback {
  practice: string;
  receiver: string;
  sequence: number;
  id: string;
  about: string;
  status: string;
  tries: number;
  why: string;
  at: string;
  again: boolean;
}

export interface Callbacks {
  receivers: CallbackReceiver[];
  dead: DeadCallback[];
  more: boolean;
}

export interface CallbackRelease {
  released: number;
}
