// Staff work for one practice at a time; which one stands in the URL.
import type { Practice } from '../api/types';
import { practices } from '../live/live';
import { Filters, SelectField } from './form';

/** The practice asked for; the only one there is; or none yet. */
export function chosenPractice(asked: string, all: readonly Practice[] | null): string {
  return asked !== '' ? asked : all?.length === 1 ? (all[0]?.id ?? '') : '';
}

export const nameOf = (id: string): string => practices.value?.find((row) => row.id === id)?.name ?? id;

export function PracticeChoice(p: { path: string; keep?: Readonly<Record<string, string>>; value: string }) {
  const all = practices.value ?? [];
  if (all.length === 1 && p.value === all[0]?.id) return null;
  const options = [...all].sort((a, b) => a.id.localeCompare(b.id)).map((row) => ({ value: row.id, text: `${row.name} (${row.id})` }));
  return (
    <Filters path={p.path} clear={false} {...(p.keep ? { keep: p.keep } : {})}>
      <SelectField name="practice" label="Practice" all="Choose a practice" options={options} value={p.value} />
    </Filters>
  );
}
