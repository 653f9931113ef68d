// Agents on practices' sites: how each is, a code for a new one, cutting one off.
import { useState } from 'preact/hooks';
import { post } from '../api/client';
import { useResource } from '../api/use_resource';
import { counted, number } from '../format/format';
import { Action } from '../ui/action';
import { Legend, Panel, When } from '../ui/bits';
import { TextField } from '../ui/form';
import { Empty, Fetched } from '../ui/state';
import { StateTag } from '../ui/tag';
import { Table, type Column } from '../ui/table';
import { agent_states } from '../words/practice_words';

/** What of a row of GET /edges is shown (schemas/openapi.yaml: Edge). */
export interface Agent {
  readonly name: string;
  readonly state: string;
  readonly since: string | null;
  readonly version: string;
  readonly address: string;
  readonly practices: readonly string[];
  readonly places: readonly string[];
  readonly files: number;
  readonly last_error: string;
  readonly certificate_until: string | null;
}

interface Code {
  readonly code: string;
  readonly until: string;
}

const columns = (reload: () => void): readonly Column<Agent>[] => [
  { head: 'Agent', cell: (a) => <span class="app-name">{a.name}</span> },
  {
    head: 'State',
    cell: (a) => (
      <>
        <StateTag words={agent_states} state={a.state} />
        {a.since && <span class="app-why">since <When at={a.since} /></span>}
        {a.state !== 'connected' && a.last_error && <span class="app-why">{a.last_error}</span>}
      </>
    ),
  },
  { head: 'Carries', cell: (a) => (a.practices.length + a.places.length === 0 ? '–' : <div class="app-cell">{a.practices.join(', ')} <span class="app-mono app-quiet">{a.places.join(', ')}</span></div>) },
  { head: 'Files', numeric: true, cell: (a) => number(a.files) },
  { head: 'From', cell: (a) => (a.address || a.version ? <span class="app-quiet">{a.address} {a.version}</span> : '–') },
  { head: 'Certificate', cell: (a) => (a.certificate_until ? <>until <When at={a.certificate_until} /></> : '–') },
  {
    head: 'Cut off',
    cell: (a) =>
      a.state === 'revoked' ? '' : (
        <Action label="Cut off" about={a.name} path={`edges/${a.name}`} method="DELETE" done="It is cut off." onDone={reload} secondary
          confirm="It has to be enrolled anew to come back." />
      ),
  },
];

export function Agents() {
  const answer = useResource<{ edges: readonly Agent[] }>('edges');
  return (
    <Fetched of={answer} what="agents">
      {({ edges }) => (
        <Panel
          title={counted(edges.length, 'agent')}
          lead="An agent on a practice’s PC dials out to Tidings and carries the connector of a practice that can’t be dialled to. The runbook tells how to put one in."
        >
          {edges.length === 0 ? (
            <Empty title="No agents">Practices whose systems can be dialled to need none.</Empty>
          ) : (
            <Table<Agent> caption="Agents" caption_hidden columns={columns(answer.reload)} rows={edges} row_key={(a) => a.name} />
          )}
          <NewCode onDone={answer.reload} />
          <Legend summary="What the states of agents mean" words={agent_states} />
        </Panel>
      )}
    </Fetched>
  );
}

/** Shown until the page is left: the broker itself has kept no more than what it is recognised by. */
function NewCode(p: { onDone: () => void }) {
  const [said, setSaid] = useState<{ name: string; code?: Code; reason?: string } | null>(null);
  const make = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const name = String(new FormData(event.currentTarget as HTMLFormElement).get('agent') ?? '').trim();
    const answer = await post(`edges/${encodeURIComponent(name)}/code`);
    setSaid(answer.ok ? { name, code: answer.value as Code } : { name, reason: answer.problem.reason });
    p.onDone();
  };
  return (
    <form class="app-filters" noValidate onSubmit={(event) => void make(event)} aria-label="New code">
      <TextField name="agent" label="Agent’s name" hint="As in the practice’s file (connector: edge)" value="" />
      <div class="app-filters__buttons">
        <button class="nhsuk-button nhsuk-button--small nhsuk-button--secondary" type="submit">Make a one-time code</button>
      </div>
      <p role="status">
        {said?.code && <>For {said.name}: <strong class="app-mono">{said.code.code}</strong>, good once until <When at={said.code.until} />. An older certificate of this name ends when it is used.</>}
        {said?.reason && <span class="app-action__failed">{said.reason}</span>}
      </p>
    </form>
  );
}
