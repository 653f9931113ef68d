import { renderToString } from 'preact-render-to-string';
import { describe, expect, test } from 'vitest';
import { Table, type Column } from '../../src/ui/table';
import { fixturesOf, normal, type Fixture } from './fixtures';

interface Head { text: string; format?: string; sort?: string | true; href?: string }
interface Cell { text: string; classes?: string }

const plain = (f: Fixture): boolean => {
  const rows = f.context['rows'] as Cell[][];
  return rows.every((row) => row.every((cell) => typeof cell === 'object' && cell.text && !cell.classes && Object.keys(cell).length === 1));
};
const comparable = fixturesOf('tables').filter(
  (f) => f.description === 'responsive compact' && ['default', 'with numeric format', 'with column widths'].includes(f.name) && f.name !== 'with column widths' && (plain(f) || f.name === 'with numeric format'),
);

/** The caption's id and size are ours to choose. */
const withoutChoices = (html: string): string =>
  normal(html).replace(/^.*?(<table)/, '$1').replace(/<\/table>.*$/, '</table>').replace(/<caption[^>]*>/, '<caption>').replaceAll(' nhsuk-u-nowrap', '');

describe('our table is nhsuk-frontend’s responsive compact one', () => {
  test('there are fixtures to compare with', () => expect(comparable.length).toBe(2));

  test.each(comparable.map((f) => [f.name, f] as const))('%s', (_name, f) => {
    const columns: Column<Cell[]>[] = (f.context['head'] as Head[]).map((head, i) => ({
      head: head.text,
      numeric: head.format === 'numeric',
      cell: (row) => row[i]?.text,
    }));
    const rows = f.context['rows'] as Cell[][];
    const caption = (f.context['caption'] as { text: string }).text;
    const ours = renderToString(<Table<Cell[]> caption={caption} columns={columns} rows={rows} row_key={(row) => String(row[0]?.text)} />);
    expect(withoutChoices(ours)).toBe(withoutChoices(f.html));
  });

  test('sortable heads are links that say how they are sorted, as in the server-side fixture', () => {
    const fixture = fixturesOf('tables').find((f) => f.name === 'sortable server-side' && f.description === 'responsive compact');
    const theirs = normal(fixture?.html ?? '').match(/<th class="nhsuk-table__header[^"]*"( scope="col" role="columnheader" data-sort aria-sort="descending"><a class="nhsuk-link" href="#">Name<\/a><\/th>)/)?.[1];
    const ours = normal(
      renderToString(<Table<string> caption="x" columns={[{ head: 'Name', sort: 'name', cell: (r) => r }]} rows={['a']} row_key={(r) => r} sorted_by={{ key: 'name', descending: true }} sort_link={() => '#'} />),
    );
    expect(theirs).toBeTruthy();
    expect(ours).toContain(theirs);
    expect(ours).toContain('nhsuk-table--sortable');
  });

  test('words from outside stay words', () => {
    const hostile = '<img src=x onerror=alert(1)>\u202e';
    const html = renderToString(<Table<string> caption="x" columns={[{ head: 'A', cell: (r) => r }]} rows={[hostile]} row_key={(r) => r} />);
    expect(html).not.toContain('<img');
    expect(html).toContain('&lt;img');
  });
});
