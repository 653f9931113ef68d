// Which practice gets which part of the product when.
import { useState } from 'preact/hooks';
import type { Rollout, RolloutCell, RolloutRow } from '../api/operator_types';
import { useResource } from '../api/use_resource';
import { counted, number } from '../format/format';
import { now_ms } from '../live/live';
import { links } from '../route/links';
import { place } from '../route/route';
import { Facts, Legend, Panel } from '../ui/bits';
import { Filters, SelectField, TextField, optionsOf } from '../ui/form';
import { Page } from '../ui/page';
import { Empty, Fetched } from '../ui/state';
import { Table, type Column } from '../ui/table';
import { StateTag, Tag } from '../ui/tag';
import { rollout_phases, rollout_states } from '../words/rollout_words';
import { CellForm } from './cell_form';
import { chosenRows, isLate, progressOf } from './progress';

const nameOf = (phase: string): string => rollout_phases[phase] ?? phase;
const dayOf = (iso: string): string => new Date(`${iso}T12:00:00Z`).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });

export function RolloutPage(_p: { parts: Readonly<Record<string, string>> }) {
  const answer = useResource<Rollout>('rollout', false);
  return (
    <Page title="Roll-out" lead="Practices by phases, as the ICB plans them. It is a plan: nothing is switched on or off by it. Each change is in the audit trail.">
      <Fetched of={answer} what="the roll-out board">{(board) => <Board board={board} reload={answer.reload} />}</Fetched>
    </Page>
  );
}

function Board(p: { board: Rollout; reload: () => void }) {
  const { query } = place.value;
  const words = query['q'] ?? '';
  const state = query['state'] ?? '';
  const today = new Date(now_ms.value).toISOString().slice(0, 10);
  const [open, setOpen] = useState('');
  const rows = chosenRows(p.board.practices, words, state);
  const done = (): void => {
    setOpen('');
    p.reload();
  };
  const cell = (row: RolloutRow, at: number) => {
    const one = row.cells[at];
    if (!one) return null;
    const place_of = `${row.practice} ${one.phase}`;
    return open === place_of
      ? <CellForm practice={row.practice} cell={one} done={done} leave={() => setOpen('')} />
      : <Cell practice={row.practice} cell={one} late={isLate(one, today)} change={() => setOpen(place_of)} />;
  };
  const columns: readonly Column<RolloutRow>[] = [
    { head: 'Practice', cell: (row) => <span class="app-name">{row.served ? <a href={links.practice(row.practice)}>{row.name || row.practice}</a> : row.practice} {row.served ? row.practice : <span class="app-why">not on this broker yet</span>}</span> },
    ...p.board.phases.map((phase, at): Column<RolloutRow> => ({ head: nameOf(phase), cell: (row) => cell(row, at) })),
  ];
  return (
    <>
      <Panel title="How far it is" more={<a href="/api/v1/rollout/csv">Download as CSV</a>}>
        <Facts rows={progressOf(p.board, today).map((one) => [nameOf(one.phase), `${number(one.live)} of ${counted(one.of, 'practice')} live, ${number(one.planned)} planned or under way${one.late > 0 ? `, ${number(one.late)} late` : ''}`] as const)} />
      </Panel>
      <Filters path="/ops/rollout" clear={words !== '' || state !== ''}>
        <TextField name="q" label="Practice, owner or note" value={words} width={20} />
        <SelectField name="state" label="State" all="Any state" options={optionsOf(rollout_states)} value={state} />
      </Filters>
      <Panel title={counted(rows.length, 'practice')}>
        {rows.length === 0 ? <Empty title="No practice matches">Try fewer filters.</Empty> : <Table<RolloutRow> caption="Roll-out by practice and phase" caption_hidden columns={columns} rows={rows} row_key={(row) => row.practice} />}
        <Legend summary="What the states mean" words={rollout_states} />
      </Panel>
      <Panel title="A practice that is to come"><AddPractice done={done} /></Panel>
    </>
  );
}

function Cell(p: { practice: string; cell: RolloutCell; late: boolean; change: () => void }) {
  const { cell } = p;
  return (
    <span class="app-cell">
      <StateTag words={rollout_states} state={cell.state} />{' '}
      {p.late && <><Tag colour="red">Late</Tag>{' '}</>}
      {cell.planned_on && <span class="app-why"><time dateTime={cell.planned_on}>{dayOf(cell.planned_on)}</time></span>}
      {cell.owner && <span class="app-why">{cell.owner}</span>}
      {cell.note && <span class="app-why">{cell.note}</span>}
      <button class="nhsuk-button nhsuk-button--small nhsuk-button--secondary" type="button" onClick={p.change}>
        Change<span class="nhsuk-u-visually-hidden"> {nameOf(cell.phase)} at {p.practice}</span>
      </button>
    </span>
  );
}

function AddPractice(p: { done: () => void }) {
  const [code, setCode] = useState('');
  const begin = (event: SubmitEvent): void => {
    event.preventDefault();
    setCode(String(new FormData(event.currentTarget as HTMLFormElement).get('code') ?? '').trim().toUpperCase());
  };
  if (code !== '') {
    const cell: RolloutCell = { phase: 'premium', state: 'planned', planned_on: '', owner: '', note: '', revision: 0 };
    return <CellForm practice={code} cell={cell} done={() => { setCode(''); p.done(); }} leave={() => setCode('')} />;
  }
  return (
    <form class="app-filters" noValidate onSubmit={begin} aria-label="A practice that is to come">
      <TextField name="code" label="ODS code" hint="Its Premium phase is planned first" value="" width={10} />
      <div class="app-filters__buttons"><button class="nhsuk-button nhsuk-button--small nhsuk-button--secondary" type="submit">Plan it</button></div>
    </form>
  );
}
