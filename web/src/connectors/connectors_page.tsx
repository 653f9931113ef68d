import type { Connector } from '../api/types';
import { counted, duration, number } from '../format/format';
import { connectors } from '../live/live';
import { links } from '../route/links';
import { place } from '../route/route';
import { Allowed } from '../ui/allowed';
import { Ago, Count, Legend, Panel } from '../ui/bits';
import { Filters, optionsOf, SelectField } from '../ui/form';
import { Page } from '../ui/page';
import { Empty, Loading } from '../ui/state';
import { StateTag } from '../ui/tag';
import { Table, type Column } from '../ui/table';
import { nameFor, wordFor } from '../words/look_up';
import { connector_states, systems } from '../words/practice_words';
import { Agents } from './agents';

const columns: readonly Column<Connector>[] = [
  {
    head: 'Practice',
    cell: (c) => (
      <span class="app-name">
        <a href={links.practice(c.practice)}>{c.practice_name}</a> <span class="app-quiet">{c.practice}</span>
      </span>
    ),
  },
  {
    head: 'State',
    cell: (c) => (
      <>
        <StateTag words={connector_states} state={c.state} />
        {c.state !== 'up' && <span class="app-why">{c.reason || wordFor(connector_states, c.state).means}</span>}
      </>
    ),
  },
  {
    head: 'System',
    cell: (c) => (
      <>
        {nameFor(systems, c.system)} <span class="app-mono app-quiet app-nowrap">{c.address}</span>
        {!c.may_write && <span class="app-why">Read only: staff write what patients answer.</span>}
      </>
    ),
  },
  { head: 'Last read', cell: (c) => <span class="app-nowrap"><Ago at={c.last_read_at} /></span> },
  { head: 'Took', numeric: true, cell: (c) => (c.last_read_ms < 0 ? '–' : duration(c.last_read_ms)) },
  { head: 'Readings', numeric: true, cell: (c) => <>{number(c.reads)}{c.failures > 0 && <span class="app-why">{number(c.failures)} failed</span>}</> },
  { head: 'Written', numeric: true, cell: (c) => number(c.writes) },
  { head: 'Being written', numeric: true, cell: (c) => <Count n={c.operations_open} href={links.practice(c.practice)} what={`writes under way at ${c.practice_name}`} /> },
];

export function ConnectorsPage(_p: { parts: Readonly<Record<string, string>> }) {
  const state = place.value.query['state'] ?? '';
  const all = connectors.value;
  const rows = (all ?? []).filter((c) => state === '' || c.state === state);
  return (
    <Page title="Connectors" lead="A connector joins Tidings to a practice’s clinical system. It reads appointments and writes what patients answered back into the record.">
      <Filters path="/ops/connectors" clear={state !== ''}>
        <SelectField name="state" label="State" all="Any state" options={optionsOf(connector_states)} value={state} />
      </Filters>
      <Panel title={all ? counted(rows.length, 'connector') : 'Connectors'}>
        {all === null ? (
          <Loading what="connectors" />
        ) : rows.length === 0 ? (
          all.length === 0 ? <Empty title="No connectors yet">Each practice that is set up gets one.</Empty> : <Empty title="No connector is in this state" />
        ) : (
          <Table<Connector> caption="Connectors" caption_hidden columns={columns} rows={rows} row_key={(c) => c.practice} />
        )}
        <Legend summary="What the states mean" words={connector_states} />
      </Panel>
      <Allowed method="GET" to="edges"><Agents /></Allowed>
    </Page>
  );
}
