// Asks first what would happen, shows it, and does it once that was said yes to.
import { useState } from 'preact/hooks';
import { useMay } from '../api/may';
import type { ParkedRelease } from '../api/operator_types';
import { counted, number } from '../format/format';
import { When } from '../ui/bits';
import { at_once_max, dryRun, forecast, release, type Chosen } from './release';

export interface ReleaseProps {
  readonly chosen: Chosen;
  readonly retry: boolean;
  readonly label: string;
  /** Said after the label to those who hear the page. */
  readonly about: string;
  /** How many there are, as the page shows it. */
  readonly most: number;
  readonly onDone: () => void;
}

type Stage = { at: 'idle' } | { at: 'busy'; said: string } | { at: 'asking'; would: ParkedRelease } | { at: 'done'; said: string };

export function ReleaseButton(p: ReleaseProps) {
  const [stage, setStage] = useState<Stage>({ at: 'idle' });
  if (!useMay('POST', 'parked-release')) return null;
  const look = async (): Promise<void> => {
    setStage({ at: 'busy', said: 'Looking what would happen…' });
    const answer = await dryRun(p.chosen, p.retry);
    setStage(answer.ok ? { at: 'asking', would: answer.value } : { at: 'done', said: answer.problem.reason });
  };
  const run = async (): Promise<void> => {
    setStage({ at: 'busy', said: 'Under way…' });
    const said = await release(p.chosen, p.retry, p.most, (done) => setStage({ at: 'busy', said: `${number(done)} of ${number(p.most)}…` }));
    setStage({ at: 'done', said });
    p.onDone();
  };
  if (stage.at === 'asking') return <Forecast {...p} would={stage.would} yes={() => void run()} no={() => setStage({ at: 'idle' })} />;
  return (
    <span class="app-action">
      <button class={`nhsuk-button nhsuk-button--small${p.retry ? '' : ' nhsuk-button--secondary'}`} type="button" disabled={stage.at === 'busy' || p.most === 0} onClick={() => void look()}>
        {p.label}
        <span class="nhsuk-u-visually-hidden"> {p.about}</span>
      </button>
      <span role="status" class="app-action__said">{stage.at === 'idle' ? '' : stage.said}</span>
    </span>
  );
}

function Forecast(p: ReleaseProps & { would: ParkedRelease; yes: () => void; no: () => void }) {
  const { would } = p;
  const oldest = would.kinds.map((kind) => kind.oldest_at).sort()[0];
  const many = would.more ? `the first ${counted(at_once_max, 'item')} of ${number(p.most)}` : counted(would.items, 'item');
  return (
    <div class="app-forecast" role="group" aria-label={`${p.label} ${p.about}`}>
      <p><strong>{p.retry ? 'Trying again' : 'Discarding'}: {many}</strong></p>
      {would.items === 0 && <p>None of them is parked any more.</p>}
      <ul>{forecast(would.kinds, p.retry).map((line) => <li key={line}>{line}</li>)}</ul>
      {oldest && <p>The oldest was parked <When at={oldest} />. {p.retry ? 'What fails again is parked again.' : 'It can’t be brought back.'}</p>}
      <span class="app-row">
        {would.items > 0 && (
          <button class={`nhsuk-button nhsuk-button--small${p.retry ? '' : ' nhsuk-button--warning'}`} type="button" ref={(b) => b?.focus()} onClick={p.yes}>
            Yes, {p.retry ? 'try them again' : 'discard them'}
          </button>
        )}
        <button class="nhsuk-button nhsuk-button--small nhsuk-button--secondary" type="button" onClick={p.no}>No, leave them</button>
      </span>
    </div>
  );
}
