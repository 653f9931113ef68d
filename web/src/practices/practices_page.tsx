import type { Practice } from '../api/types';
import { counted, number } from '../format/format';
import { practices } from '../live/live';
import { links } from '../route/links';
import { nextSort, parseSort, sorted, type Query } from '../route/query';
import { place } from '../route/route';
import { Legend, Panel } from '../ui/bits';
import { Filters, optionsOf, SelectField, TextField } from '../ui/form';
import { Page } from '../ui/page';
import { Empty, Loading } from '../ui/state';
import { connector_states, practice_states } from '../words/practice_words';
import { PracticesTable, practiceValue } from './practices_table';

const rows_a_page = 100;

/** Which rows a URL asks for. Pure. */
export function chosen(rows: readonly Practice[], query: Query): readonly Practice[] {
  const words = (query['q'] ?? '').toLowerCase();
  const state = query['state'] ?? '';
  const found = rows.filter(
    (p) => (state === '' || p.state === state) && (words === '' || p.name.toLowerCase().includes(words) || p.id.toLowerCase().startsWith(words)),
  );
  return sorted(found, parseSort(query['sort']), practiceValue);
}

export function PracticesPage(_p: { parts: Readonly<Record<string, string>> }) {
  const { query } = place.value;
  const all = practices.value;
  const q = query['q'] ?? '';
  const state = query['state'] ?? '';
  const sort = query['sort'] ?? '';
  const page = Math.max(1, Number.parseInt(query['page'] ?? '1', 10) || 1);
  const found = all ? chosen(all, query) : [];
  const from = (page - 1) * rows_a_page;
  const shown = found.slice(from, from + rows_a_page);
  return (
    <Page title="Practices" lead="Every practice on this broker, worst first. A practice is as well as its worst part.">
      <Filters path="/ops/practices" keep={sort ? { sort } : {}} clear={q !== '' || state !== ''}>
        <TextField name="q" label="Name or ODS code" value={q} width={20} />
        <SelectField name="state" label="State" all="Any state" options={optionsOf(practice_states)} value={state} />
      </Filters>
      <Panel title={all ? heading(found.length, all.length) : 'Practices'}>
        {all === null ? (
          <Loading what="practices" />
        ) : shown.length === 0 ? (
          all.length === 0 ? (
            <Empty title="No practices yet">Put a practice’s settings file into the broker’s <code>practices</code> folder and it appears here within 5 seconds.</Empty>
          ) : (
            <Empty title="No practice matches">Try fewer filters.</Empty>
          )
        ) : (
          <PracticesTable
            rows={shown}
            caption="Practices"
            sorted_by={parseSort(sort)}
            sort_link={(key) => links.practices({ q, state, sort: nextSort(parseSort(sort), key) })}
          />
        )}
        {found.length > rows_a_page && (
          <nav class="app-paging" aria-label="Pages">
            {page > 1 && <a href={links.practices({ q, state, sort, page: page - 1 })} rel="prev">Previous page</a>}
            <span>{number(from + 1)} to {number(Math.min(found.length, from + rows_a_page))} of {number(found.length)}</span>
            {from + rows_a_page < found.length && <a href={links.practices({ q, state, sort, page: page + 1 })} rel="next">Next page</a>}
          </nav>
        )}
        <Legend summary="What the states mean" words={practice_states} />
        <Legend summary="What the connector’s states mean" words={connector_states} />
      </Panel>
    </Page>
  );
}

const heading = (found: number, all: number): string => (found === all ? counted(all, 'practice') : `${number(found)} of ${counted(all, 'practice')}`);
