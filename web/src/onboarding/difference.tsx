// What a file changes, line by line, in words for those who hear it and in colours and signs for those who see it.
import type { FileLine } from '../api/onboarding_types';
import { counted } from '../format/format';

const said: Readonly<Record<string, readonly [sign: string, words: string]>> = {
  same: ['\u00a0', ''],
  old: ['−', 'Goes: '],
  new: ['+', 'Comes: '],
};

export function Difference(p: { lines: readonly FileLine[] }) {
  return (
    <ol class="app-diff" aria-label="What changes, line by line" tabIndex={0}>
      {p.lines.map((line, i) => {
        if (line.how === 'left_out') return <li class="app-diff__gap" key={i}>{counted(Number(line.what), 'line')} that stay</li>;
        const [sign, words] = said[line.how] ?? ['?', ''];
        return (
          <li class={`app-diff__${line.how}`} key={i}>
            <span aria-hidden="true">{sign} </span>
            {words && <span class="nhsuk-u-visually-hidden">{words}</span>}
            {line.what}
          </li>
        );
      })}
    </ol>
  );
}

/** In one sentence, before anybody reads lines. */
export function changeIn(lines: readonly FileLine[], exists: boolean): string {
  const come = lines.filter((line) => line.how === 'new').length;
  const go = lines.filter((line) => line.how === 'old').length;
  if (!exists) return `This practice is new here: ${counted(come, 'line')}.`;
  if (come + go === 0) return 'It is what is in force already.';
  return `${counted(come, 'line comes', 'lines come')}, ${counted(go, 'line goes', 'lines go')}.`;
}
