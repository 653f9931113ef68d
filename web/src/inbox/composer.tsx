// The answer's box: what it costs is counted as it is typed.
import { useEffect, useRef, useState } from 'preact/hooks';
import { newKey, postJson } from '../api/client';
import { useResource } from '../api/use_resource';
import { counted, number } from '../format/format';
import { smsCost, sms_units_max, type Alphabet, type SmsCost } from '../format/sms';
import { withQuery } from '../route/query';
import { draftOf, keepDraft } from './drafts';
import { taken_back } from './held';

interface Canned {
  readonly canned: readonly { readonly name: string; readonly text: string }[];
  readonly alphabet: Alphabet;
}

const way_names: Readonly<Record<string, string>> = { sms: 'Text message', email: 'E-mail, as an answer to their last one' };
const email_bytes_max = 20_000; // actors/practice/channels.hpp

/** @param ways channels that an answer can go by; the first is that of the latest reply */
export function Composer(p: { path: string; practice: string; ways: readonly string[]; reload: () => void }) {
  const [text, setText] = useState(draftOf(p.path));
  const [canned, setCanned] = useState('');
  const [wanted, setWanted] = useState('');
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState('');
  const key = useRef(''); // of this very answer: giving it again after no reply sends it once
  const box = useRef<HTMLTextAreaElement>(null);
  const ready = useResource<Canned>(withQuery('canned-replies', { practice: p.practice }), false).value;
  const choices = ready?.canned ?? [];
  const chosen = choices.find((one) => one.name === canned);
  const words = chosen ? chosen.text : text;
  const way = wanted || p.ways[0] || 'sms';
  const mail = way === 'email';
  const cost = smsCost(words, ready?.alphabet);

  const write = (next: string): void => {
    setText(next);
    keepDraft(p.path, next);
    key.current = '';
    setFailed('');
  };
  useEffect(() => {
    const bringBack = (): void => {
      setCanned('');
      write(draftOf(p.path));
      box.current?.focus();
    };
    addEventListener(taken_back, bringBack);
    return () => removeEventListener(taken_back, bringBack);
  }, [p.path]);

  const send = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    if (words.trim() === '') return refuse('Write an answer first.');
    if (mail && bytesOf(words) > email_bytes_max) return refuse('Shorten the answer: this is too long for an e-mail of ours.');
    if (!mail && !chosen && cost.units > sms_units_max) return refuse(`Shorten the answer: a text message holds ${sms_units_max} characters.`);
    setBusy(true);
    setFailed('');
    key.current ||= newKey();
    const answer = await postJson(withQuery(`${p.path}/answers`, { practice: p.practice }), { ...(chosen ? { canned: chosen.name } : { text }), by: way }, key.current);
    setBusy(false);
    if (!answer.ok) return refuse(answer.problem.status === 0 ? `${answer.problem.reason} Your answer is still here: send it again. It can’t be sent twice.` : answer.problem.reason);
    setCanned('');
    write('');
    p.reload();
  };
  const refuse = (why: string): void => {
    setFailed(why);
    box.current?.focus();
  };
  const describe = `answer-hint answer-cost${failed ? ' answer-error' : ''}`;
  return (
    <form class={`app-composer nhsuk-form-group${failed ? ' nhsuk-form-group--error' : ''}`} noValidate onSubmit={(event) => void send(event)} aria-label="Answer">
      {p.ways.length > 1 && (
        <div class="app-field">
          <label class="nhsuk-label" for="way">How it goes</label>
          <select class="nhsuk-select" id="way" value={way} onChange={(event) => { setWanted(event.currentTarget.value); key.current = ''; setFailed(''); }}>
            {p.ways.map((one) => <option key={one} value={one}>{way_names[one] ?? one}</option>)}
          </select>
        </div>
      )}
      {choices.length > 0 && (
        <div class="app-field">
          <label class="nhsuk-label" for="canned">Ready-made answer</label>
          <select class="nhsuk-select" id="canned" value={canned} onChange={(event) => { setCanned(event.currentTarget.value); key.current = ''; setFailed(''); }}>
            <option value="">None, I write it myself</option>
            {choices.map((one) => <option key={one.name} value={one.name}>{one.name}</option>)}
          </select>
        </div>
      )}
      <label class="nhsuk-label" for="answer">Your answer</label>
      <div class="nhsuk-hint" id="answer-hint">{chosen ? 'Names in double brackets are filled in when it is sent. Choose “None” to write your own.' : 'Name the practice, and write nothing you would not want read on a lock screen.'}</div>
      {failed && <p class="nhsuk-error-message" id="answer-error" role="alert"><span class="nhsuk-u-visually-hidden">Error: </span>{failed}</p>}
      <textarea class={`nhsuk-textarea${failed ? ' nhsuk-textarea--error' : ''}`} id="answer" rows={5} ref={box} value={words} readOnly={chosen !== undefined} aria-describedby={describe} dir="auto" onInput={(event) => write(event.currentTarget.value)} />
      <p class="app-composer__cost" id="answer-cost">{mail ? 'It goes by e-mail, under the subject of their last one.' : said(cost, chosen !== undefined)}</p>
      <button class="nhsuk-button nhsuk-button--small" type="submit" disabled={busy}>{busy ? 'Storing…' : 'Send answer'}</button>
      <p class="app-hint">It waits for 10 seconds before it goes, and can be taken back until then.</p>
    </form>
  );
}

export function said(cost: SmsCost, has_fields: boolean): string {
  if (cost.units === 0) return `Up to ${sms_units_max} characters. 160 fit into one text message.`;
  const about = has_fields ? 'About ' : '';
  const over = cost.units > sms_units_max ? ` That is ${number(cost.units - sms_units_max)} too many.` : '';
  const lost = cost.lost.length > 0 ? ` These can’t be sent and become “?”: ${cost.lost.join(' ')}` : '';
  return `${about}${counted(cost.units, 'character')}, ${counted(cost.segments, 'text message')} to pay for.${over}${lost}`;
}

const bytesOf = (text: string): number => new TextEncoder().encode(text).length;
