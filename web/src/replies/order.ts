/** Urgent first, then what waits for staff, else as it came. Stable. */
export function staffFirst<Row extends { readonly urgent: boolean; readonly state?: string }>(rows: readonly Row[]): readonly Row[] {
  const rank = (row: Row): number => (row.urgent ? 0 : row.state === undefined || row.state === 'staff' ? 1 : 2);
  return [...rows].sort((a, b) => rank(a) - rank(b));
}
