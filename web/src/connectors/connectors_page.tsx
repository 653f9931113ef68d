import type { Connector } from '../api/types';
import { counted, duration, number, sentence } from '../format/format';
import { connectors, now_ms } from '../live/live';
import { links } from '../route/links';
import { place } from '../route/route';
import { Allowed } from '../ui/allowed';
import { Count, Legend, Panel, When } from '../ui/bits';
import { Filters, optionsOf, SelectField } from '../ui/form';
import { Page } from '../ui/page';
import { Empty, Loading } from '../ui/state';
import { StateTag } from '../ui/tag';
import { Table, type Column } from '../ui/table';
import { nameFor, wordFor } from '../words/look_up';
import { connector_states, systems } from '../words/practice_words';
import { Agents } from './agents';
import { DocumentsState } from './documents_state';
import { TestButton } from './test_button';

/** How old what Tidings knows of the practice's appointments is, in whole seconds. */
function lag(c: Connector): string {
  if (!c.last_read_at) return '–';
  const s = Math.floor((now_ms.value - Date.parse(c.last_read_at)) / 1000);
  return s < 1 ? 'under 1 s' : duration(s * 1000);
}

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
        {c.state !== 'up' && c.since && <span class="app-quiet"> since <When at={c.since} /></span>}
        <DocumentsState of={c} />
        {(c.state !== 'up' || c.reason) && <span class="app-why">{sentence(c.reason || wordFor(connector_states, c.state).means)}</span>}
      </>
    ),
  },
  {
    head: 'System',
    cell: (c) => (
      <div class="app-cell">
        {nameFor(systems, c.system)} <span class="app-mono app-quiet">{c.address}</span>
        {!c.may_write && <span class="app-why">Read only: staff write what patients answer.</span>}
      </div>
    ),
  },
  { head: 'Last good reading', cell: (c) => <div class="app-cell"><When at={c.last_read_at} />{c.last_read_ms >= 0 && <span class="app-why">took {duration(c.last_read_ms)}</span>}</div> },
  { head: 'Lag', numeric: true, cell: (c) => <span class="app-nowrap">{lag(c)}</span> },
  { head: 'Readings', numeric: true, cell: (c) => <>{number(c.reads)}{c.failures > 0 && <span class="app-why">{number(c.failures)} failed</span>}</> },
  { head: 'Written', numeric: true, cell: (c) => number(c.writes) },
  { head: 'Being written', numeric: true, cell: (c) => <Count n={c.operations_open} href={links.practice(c.practice)} what={`writes under way at ${c.practice_name}`} /> },
  { head: 'Test', cell: (c) => <Allowed to={`connectors/${c.practice}/test`}><TestButton practice={c.practice} name={c.practice_name} /></Allowed> },
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
