// A button that asks the broker to do something, and says how it went beside itself.
import { useState } from 'preact/hooks';
import { post } from '../api/client';
import { useMay } from '../api/may';

export interface ActionProps {
  readonly label: string;
  /** Said after the label to those who hear the page, so that many like buttons can be told apart. */
  readonly about: string;
  readonly path: string;
  readonly method?: 'POST' | 'DELETE';
  readonly done: string;
  readonly onDone: () => void;
  /** Present: asked before it is done. For what can't be undone. */
  readonly confirm?: string;
  readonly secondary?: boolean;
}

type Stage = { at: 'idle' | 'asking' | 'busy' | 'done' } | { at: 'failed'; reason: string };

export function Action(p: ActionProps) {
  const [stage, setStage] = useState<Stage>({ at: 'idle' });
  const allowed = useMay(p.method ?? 'POST', p.path);
  const run = async (): Promise<void> => {
    setStage({ at: 'busy' });
    const answer = await post(p.path, p.method);
    if (answer.ok) {
      setStage({ at: 'done' });
      p.onDone();
    } else {
      setStage({ at: 'failed', reason: answer.problem.reason });
    }
  };
  const start = (): void => {
    if (p.confirm) setStage({ at: 'asking' });
    else void run();
  };
  const look = `nhsuk-button nhsuk-button--small${p.secondary ? ' nhsuk-button--secondary' : ''}`;
  if (!allowed) return null;
  if (stage.at === 'asking') {
    return (
      <span class="app-action" role="group" aria-label={`${p.label}: ${p.about}`}>
        <span class="app-action__ask">{p.confirm}</span>
        <button class="nhsuk-button nhsuk-button--small nhsuk-button--warning" type="button" ref={(b) => b?.focus()} onClick={() => void run()}>Yes, {p.label.toLowerCase()}</button>
        <button class="nhsuk-button nhsuk-button--small nhsuk-button--secondary" type="button" onClick={() => setStage({ at: 'idle' })}>No</button>
      </span>
    );
  }
  return (
    <span class="app-action">
      {stage.at === 'done' ? null : (
        <button class={look} type="button" disabled={stage.at === 'busy'} onClick={start}>
          {p.label}
          <span class="nhsuk-u-visually-hidden"> {p.about}</span>
        </button>
      )}
      <span role="status" class={stage.at === 'failed' ? 'app-action__failed' : 'app-action__said'}>
        {stage.at === 'done' ? p.done : stage.at === 'failed' ? stage.reason : ''}
      </span>
    </span>
  );
}
