// One cell of the roll-out board, to be changed whole.
import { useId, useState } from 'preact/hooks';
import { postJson } from '../api/client';
import type { RolloutCell } from '../api/operator_types';
import { SelectField, TextField, optionsOf } from '../ui/form';
import { rollout_phases, rollout_states } from '../words/rollout_words';

export function CellForm(p: { practice: string; cell: RolloutCell; done: () => void; leave: () => void }) {
  const { cell } = p;
  const [said, setSaid] = useState('');
  const id = useId();
  const keep = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const given = new FormData(event.currentTarget as HTMLFormElement);
    const text = (name: string): string => String(given.get(name) ?? '').trim();
    const answer = await postJson('rollout', {
      practice: p.practice,
      phase: cell.phase,
      state: text('state') || 'not_planned',
      planned_on: text('planned_on'),
      owner: text('owner'),
      note: text('note'),
      revision: cell.revision + 1,
    });
    if (answer.ok) p.done();
    else setSaid(answer.problem.reason);
  };
  return (
    <form class="app-forecast" noValidate onSubmit={(event) => void keep(event)} aria-label={`${rollout_phases[cell.phase] ?? cell.phase} at ${p.practice}`}>
      <SelectField name="state" label="State" all="Not planned" options={optionsOf(rollout_states).filter((option) => option.value !== 'not_planned')} value={cell.state === 'not_planned' ? '' : cell.state} />
      <div class="app-field">
        <label class="nhsuk-label" for={id}>Planned for</label>
        <input class="nhsuk-input nhsuk-input--width-10" id={id} name="planned_on" type="date" defaultValue={cell.planned_on} />
      </div>
      <TextField name="owner" label="Who sees to it" value={cell.owner} width={20} />
      <TextField name="note" label="Note" value={cell.note} width={20} />
      <span class="app-row">
        <button class="nhsuk-button nhsuk-button--small" type="submit">Keep</button>
        <button class="nhsuk-button nhsuk-button--small nhsuk-button--secondary" type="button" onClick={p.leave}>Leave as it was</button>
      </span>
      <p role="status" class="app-action__failed">{said}</p>
    </form>
  );
}
