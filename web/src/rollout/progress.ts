// How far the roll-out is. Pure.
import type { Rollout, RolloutCell, RolloutRow } from '../api/operator_types';

export interface Progress {
  readonly phase: string;
  readonly live: number;
  readonly planned: number;
  readonly late: number;
  readonly of: number;
}

/** Planned for a day that has passed, and still not live. */
export const isLate = (cell: RolloutCell, today: string): boolean => (cell.state === 'planned' || cell.state === 'under_way') && cell.planned_on !== '' && cell.planned_on < today;

export function progressOf(board: Rollout, today: string): Progress[] {
  return board.phases.map((phase, at) => {
    const cells = board.practices.flatMap((row) => row.cells[at] ?? []).filter((cell) => cell.state !== 'not_wanted');
    return {
      phase,
      live: cells.filter((cell) => cell.state === 'live').length,
      planned: cells.filter((cell) => cell.state === 'planned' || cell.state === 'under_way').length,
      late: cells.filter((cell) => isLate(cell, today)).length,
      of: cells.length,
    };
  });
}

/** Rows whose name, code, owners or notes have the words, and any cell of the state. */
export function chosenRows(rows: readonly RolloutRow[], words: string, state: string): readonly RolloutRow[] {
  const wanted = words.toLowerCase();
  return rows.filter(
    (row) =>
      (state === '' || row.cells.some((cell) => cell.state === state)) &&
      (wanted === '' || [row.practice, row.name, ...row.cells.flatMap((cell) => [cell.owner, cell.note])].some((text) => text.toLowerCase().includes(wanted))),
  );
}
