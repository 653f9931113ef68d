// nhsuk-frontend's responsive compact table: rows become cards on a small screen, so nothing scrolls sideways there.
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import type { Sort } from '../route/query';

export interface Column<Row> {
  readonly head: string;
  readonly cell: (row: Row) => ComponentChildren;
  readonly numeric?: boolean;
  /** Present: the head is a link that sorts by this key. */
  readonly sort?: string;
}

export interface TableProps<Row> {
  readonly caption: string;
  readonly caption_hidden?: boolean;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly row_key: (row: Row) => string;
  readonly sorted_by?: Sort | null;
  readonly sort_link?: (key: string) => string;
  /** The first column names its row. */
  readonly first_is_header?: boolean;
  readonly row_class?: (row: Row) => string;
}

export function Table<Row>(p: TableProps<Row>) {
  const caption_id = useId();
  const region = useKeyboardScroll();
  const sortable = p.columns.some((column) => column.sort);
  return (
    <div class="app-scroll" ref={region} role="region" aria-labelledby={caption_id}>
      <table class={`nhsuk-table nhsuk-table--compact nhsuk-table--responsive${sortable ? ' nhsuk-table--sortable' : ''}`} role="table">
        <caption class={p.caption_hidden ? 'nhsuk-u-visually-hidden' : 'nhsuk-table__caption nhsuk-table__caption--s'} id={caption_id}>
          {p.caption}
          {sortable && <span class="nhsuk-u-visually-hidden"> (Column headers are sortable)</span>}
        </caption>
        <thead class="nhsuk-table__head" role="rowgroup">
          <tr class="nhsuk-table__row" role="row">
            {p.columns.map((column) => (
              <Head key={column.head} column={column} sorted_by={p.sorted_by ?? null} sort_link={p.sort_link} />
            ))}
          </tr>
        </thead>
        <tbody class="nhsuk-table__body">
          {p.rows.map((row) => (
            <tr class={`nhsuk-table__row${p.row_class ? ` ${p.row_class(row)}` : ''}`} role="row" key={p.row_key(row)}>
              {p.columns.map((column, i) => (
                <Cell key={column.head} column={column} row={row} header={i === 0 && p.first_is_header !== false} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Head<Row>(p: { column: Column<Row>; sorted_by: Sort | null; sort_link: ((key: string) => string) | undefined }) {
  const { column } = p;
  const name = `nhsuk-table__header${column.numeric ? ' nhsuk-table__header--numeric' : ''}`;
  if (!column.sort || !p.sort_link) {
    return <th class={name} scope="col" role="columnheader">{column.head}</th>;
  }
  const now = p.sorted_by?.key === column.sort ? (p.sorted_by.descending ? 'descending' : 'ascending') : undefined;
  return (
    <th class={name} scope="col" role="columnheader" data-sort="" {...(now ? { 'aria-sort': now } : {})}>
      <a class="nhsuk-link" href={p.sort_link(column.sort)}>{column.head}</a>
    </th>
  );
}

function Cell<Row>(p: { column: Column<Row>; row: Row; header: boolean }) {
  const inside = (
    <>
      <span class="nhsuk-table__heading" aria-hidden="true">{p.column.head} </span>
      {p.column.cell(p.row)}
    </>
  );
  if (p.header) {
    return <th class="nhsuk-table__header" scope="row" role="rowheader">{inside}</th>;
  }
  return <td class={`nhsuk-table__cell${p.column.numeric ? ' nhsuk-table__cell--numeric' : ''}`} role="cell">{inside}</td>;
}

/** A table wider than its place can be scrolled with the arrow keys; one that fits is no stop for Tab. */
function useKeyboardScroll() {
  const region = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = region.current;
    if (!element) return;
    const look = (): void => {
      if (element.scrollWidth > element.clientWidth + 1) element.tabIndex = 0;
      else element.removeAttribute('tabindex');
    };
    const observer = new ResizeObserver(look);
    observer.observe(element);
    if (element.firstElementChild) observer.observe(element.firstElementChild);
    return () => observer.disconnect();
  }, []);
  return region;
}
