// Tries dead letters again at once; discards them once that was said yes to.
import { useState } from 'preact/hooks';
import { useMay } from '../api/may';
import { releaseLetters, type ChosenLetters } from './letters';

export interface LetterButtonProps {
  readonly chosen: ChosenLetters;
  readonly retry: boolean;
  readonly label: string;
  /** Said after the label to those who hear the page. */
  readonly about: string;
  readonly onDone: () => void;
}

export function LetterButton(p: LetterButtonProps) {
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState('');
  if (!useMay('POST', 'callbacks/release')) return null;
  const run = async (): Promise<void> => {
    setAsking(false);
    setBusy(true);
    setSaid(await releaseLetters(p.chosen, p.retry));
    setBusy(false);
    p.onDone();
  };
  if (asking) {
    return (
      <span class="app-action" role="group" aria-label={`${p.label}: ${p.about}`}>
        <span class="app-action__ask">Its program is never told then.</span>
        <button class="nhsuk-button nhsuk-button--small nhsuk-button--warning" type="button" ref={(b) => b?.focus()} onClick={() => void run()}>Yes, {p.label.toLowerCase()}</button>
        <button class="nhsuk-button nhsuk-button--small nhsuk-button--secondary" type="button" onClick={() => setAsking(false)}>No</button>
      </span>
    );
  }
  return (
    <span class="app-action">
      <button class={`nhsuk-button nhsuk-button--small${p.retry ? '' : ' nhsuk-button--secondary'}`} type="button" disabled={busy} onClick={() => (p.retry ? void run() : setAsking(true))}>
        {p.label}
        <span class="nhsuk-u-visually-hidden"> {p.about}</span>
      </button>
      <span role="status" class="app-action__said">{said}</span>
    </span>
  );
}
