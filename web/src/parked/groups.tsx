// Parked items that have their cause in common.
import type { ParkedGroup } from '../api/operator_types';
import { counted, number, plain, sentence } from '../format/format';
import { links } from '../route/links';
import { Ago, When } from '../ui/bits';
import { Table, type Column } from '../ui/table';
import { parkedWords } from '../words/parked_words';
import { ReleaseButton } from './release_button';
import type { Chosen } from './release';

const names_max = 3;
const practicesOf = (codes: readonly string[]): string => (codes.length <= names_max ? codes.join(', ') : `${codes.slice(0, names_max).join(', ')} and ${number(codes.length - names_max)} more`);

const columns = (practice: string, reload: () => void): readonly Column<ParkedGroup>[] => [
  { head: 'Cause', cell: (g) => <span class="app-name">{sentence(g.reason)}</span> },
  { head: 'What', cell: (g) => sentence(parkedWords(g.kind).many === 'commands' ? plain(g.kind) : parkedWords(g.kind).many) },
  { head: 'Items', numeric: true, cell: (g) => <a href={links.parked({ practice, group: g.id })}>{number(g.items)}<span class="nhsuk-u-visually-hidden"> items of this cause</span></a> },
  { head: 'Practices', cell: (g) => practicesOf(g.practices) },
  { head: 'Oldest', cell: (g) => <Ago at={g.oldest_at} /> },
  { head: 'Newest', cell: (g) => <When at={g.newest_at} /> },
  {
    head: 'All of them',
    cell: (g) => {
      const chosen: Chosen = practice ? { group: g.id, practice } : { group: g.id };
      const about = `${counted(g.items, 'item')} of the cause ${g.reason}`;
      return (
        <span class="app-row">
          <ReleaseButton chosen={chosen} retry label="Retry all" about={about} most={g.items} onDone={reload} />
          <ReleaseButton chosen={chosen} retry={false} label="Discard all" about={about} most={g.items} onDone={reload} />
        </span>
      );
    },
  },
];

export function Groups(p: { rows: readonly ParkedGroup[]; practice: string; reload: () => void }) {
  return <Table<ParkedGroup> caption="Parked items by cause" caption_hidden columns={columns(p.practice, p.reload)} rows={p.rows} row_key={(g) => g.id} />;
}
