// The rows of schemas/queue_views.hpp, parked_views.hpp and rollout_views.hpp, field for field.

export interface Pause {
  by: string;
  why: string;
  since: string;
}

export interface PracticeQueue {
  id: string;
  name: string;
  waiting: number;
  ready: number;
  later: number;
  budget: number;
  in_flight: number;
  in_doubt: number;
  oldest_at: string | null;
  paused: Pause | null;
  fenced: boolean;
}

export interface ProviderQueue {
  id: string;
  type: string;
  state: string;
  breaker: string;
  reason: string;
  waiting: number;
  in_flight: number;
  window: number;
  oldest_at: string | null;
  alone: number;
  paused: Pause | null;
}

export interface Queues {
  practices: PracticeQueue[];
  providers: ProviderQueue[];
}

export interface ParkedGroup {
  id: string;
  kind: string;
  reason: string;
  items: number;
  practices: string[];
  oldest_at: string;
  newest_at: string;
}

export interface ParkedKind {
  kind: string;
  items: number;
  practices: number;
  oldest_at: string;
}

export interface ParkedRelease {
  dry_run: boolean;
  items: number;
  missing: number;
  failed: number;
  reason: string;
  more: boolean;
  kinds: ParkedKind[];
}

export interface RolloutCell {
  phase: string;
  state: string;
  planned_on: string;
  owner: string;
  note: string;
  revision: number;
}

export interface RolloutRow {
  practice: string;
  name: string;
  served: boolean;
  cells: RolloutCell[];
}

export interface Rollout {
  phases: string[];
  practices: RolloutRow[];
}
