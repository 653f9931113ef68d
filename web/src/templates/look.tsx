// A text as an invented patient would get it, with what it costs, what is wrong with it and what is warned of.
import { useEffect, useState } from 'preact/hooks';
import { postJson, type Problem } from '../api/client';
import type { TemplatePreview, TemplateWords } from '../api/template_types';
import { counted } from '../format/format';
import { cost } from '../send/check';
import { list } from '../settings/plain';
import { Facts } from '../ui/bits';

/** Typing goes on: a pause of this length is waited for. */
const pause_ms = 500;

export type WordsOf = TemplateWords & { readonly channel: string };

/** @param seen hears each preview, for what is done with its words */
export function Look(p: { practice: string; of: WordsOf; seen?: (preview: TemplatePreview) => void }) {
  const [preview, setPreview] = useState<TemplatePreview | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const { channel, title, subject, body, alphabet } = p.of;
  useEffect(() => {
    let over = false;
    const ask = async (): Promise<void> => {
      const answer = await postJson<TemplatePreview>(`template-previews?practice=${encodeURIComponent(p.practice)}`, { channel, title, subject, body, alphabet });
      if (over) return;
      setProblem(answer.ok ? null : answer.problem);
      if (!answer.ok) return;
      setPreview(answer.value);
      p.seen?.(answer.value);
    };
    const timer = setTimeout(() => void ask(), preview === null ? 0 : pause_ms);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [p.practice, channel, title, subject, body, alphabet]);
  if (problem && problem.status !== 401) return <p class="app-action__failed" role="alert">{problem.reason}</p>;
  if (!preview) return <p class="app-hint">Looking how it comes out…</p>;
  return <Seen preview={preview} channel={channel} />;
}

const named: Readonly<Record<string, string>> = { title: 'Name', subject: 'Subject', body: 'Message' };

export function Seen(p: { preview: TemplatePreview; channel: string }) {
  const { preview } = p;
  const empty = preview.body.trim() === '';
  return (
    <>
      {!empty && preview.subject && <p class="app-hint" dir="auto">Subject: {preview.subject}</p>}
      {!empty && <p class="app-phone" dir="auto">{preview.body}</p>}
      {!empty && (
        <Facts
          rows={[
            ['Length', p.channel === 'sms' ? `${counted(preview.units, 'character')} with this invented patient’s name, ${counted(preview.segments, 'text message')} to pay for` : null],
            ['Cost', p.channel !== 'sms' ? null : preview.pence === null ? 'each practice’s own price' : `about ${cost(preview.pence)}`],
            ['Fields', preview.fields.length === 0 ? 'none but the patient’s and the practice’s own' : `${list(preview.fields)}: whoever sends fills them in`],
          ]}
        />
      )}
      {preview.problems.map((one) => <p class="app-warning" key={one.field + one.reason}>{named[one.field] ?? one.field}: {one.reason}.</p>)}
      {preview.too_long && <p class="app-warning">It couldn’t be sent like this: {preview.too_long}.</p>}
      {preview.warnings.length > 0 && (
        <ul class="app-warnings" aria-label="Look at these">
          {preview.warnings.map((one) => <li key={one.code} dir="auto">{one.reason}</li>)}
        </ul>
      )}
    </>
  );
}
