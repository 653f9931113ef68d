// What GET and POST /api-keys answer (schemas/API.md).

export interface ProgramKey {
  name: string;
  type: string;
  guests: number;
  scopes: string[];
  made_in: string;
  state: string;
  by: string | null;
  at: string | null;
  revoked_by: string | null;
  revoked_at: string | null;
  confirmed_by: string | null;
  confirmed_at: string | null;
}

export interface ProgramKeys {
  service_id: string;
  can_make: boolean;
  keys: ProgramKey[];
}

export interface MadeKey {
  name: string;
  key: string;
}
