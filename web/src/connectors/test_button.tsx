// "Test connection": asks the practice's clinical system now, and says beside itself what came of it.
import { useState } from 'preact/hooks';
import { post } from '../api/client';

/** POST /connectors/{practice}/test (schemas/openapi.yaml). */
interface Tested {
  readonly works: boolean;
  readonly took_ms: number;
  readonly says: string;
}

type Stage = { at: 'idle' | 'busy' } | { at: 'said'; works: boolean; says: string };

export function TestButton(p: { practice: string; name: string }) {
  const [stage, setStage] = useState<Stage>({ at: 'idle' });
  const run = async (): Promise<void> => {
    setStage({ at: 'busy' });
    const answer = await post(`connectors/${p.practice}/test`);
    if (!answer.ok) return setStage({ at: 'said', works: false, says: answer.problem.reason });
    const { works, says } = answer.value as Tested;
    setStage({ at: 'said', works, says });
  };
  // Never disabled: who works by keyboard would lose their place.
  const start = (): void => {
    if (stage.at !== 'busy') void run();
  };
  return (
    <span class="app-action app-action--test">
      <button class="nhsuk-button nhsuk-button--small nhsuk-button--secondary" type="button" aria-disabled={stage.at === 'busy'} onClick={start}>
        Test connection
        <span class="nhsuk-u-visually-hidden"> of {p.name}</span>
      </button>
      <span role="status" class={stage.at === 'said' && !stage.works ? 'app-action__failed' : 'app-action__said'}>
        {stage.at === 'busy' ? 'Asking the clinical system…' : stage.at === 'said' ? stage.says : ''}
      </span>
    </span>
  );
}
