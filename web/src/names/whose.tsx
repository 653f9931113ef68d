// Whose a number is, in words: one patient's, several people's, or nobody's. Never a guess.
import type { PatientName } from '../api/name_types';
import { links } from '../route/links';
import type { ByKey } from './names';

/** What a row says of the number it is about. */
export interface Owned {
  readonly patient: string;
  readonly people: number;
}

export const sharing = (people: number, what = 'number'): string => `${people} people share this ${what}`;

/** The only patient whose it is, once names are shown. */
export const ownerOf = (row: Owned, names: ByKey): PatientName | undefined => (row.people === 1 ? names.get(row.patient) : undefined);

export function PatientLink(p: { practice: string; patient: Pick<PatientName, 'id' | 'name'> }) {
  return <a href={links.patient(p.practice, p.patient.id)} dir="auto">{p.patient.name || 'no name in the record'}</a>;
}
