import { useContext } from 'preact/hooks';
import type { Message, MessagePage as MessageAnswer } from '../api/types';
import { useResource } from '../api/use_resource';
import { number, sentence, shortId } from '../format/format';
import { practices } from '../live/live';
import { links } from '../route/links';
import { withQuery } from '../route/query';
import { Action } from '../ui/action';
import { Facts, Panel, When } from '../ui/bits';
import { Page } from '../ui/page';
import { ProductOf } from '../ui/product';
import { Reveal } from '../ui/reveal';
import { Fetched } from '../ui/state';
import { StateTag } from '../ui/tag';
import { nameFor, wordFor } from '../words/look_up';
import { channels, message_kinds, message_states } from '../words/message_words';
import { Steps } from './steps';
import { Timeline } from './timeline';

export function MessagePage(p: { parts: Readonly<Record<string, string>> }) {
  const id = p.parts['id'] ?? '';
  const path = `messages/${encodeURIComponent(id)}`;
  const answer = useResource<MessageAnswer>(path);
  const head = answer.value?.head;
  const { root, home, home_name } = useContext(ProductOf);
  return (
    <Page
      title={head ? `${nameFor(message_kinds, head.kind)} ${shortId(id)}` : `Message ${shortId(id)}`}
      lead="One message, from the first wish to the last write: who asked for it, each attempt, the receipt, the reply and what was filed."
      crumb={root === '/app' ? { text: home_name, href: home } : { text: 'Messages', href: links.messages() }}
      aside={head && <StateTag words={message_states} state={head.state} />}
    >
      <Fetched of={answer} what="this message">
        {(value) => <Body page={value} path={path} reload={answer.reload} />}
      </Fetched>
    </Page>
  );
}

function Body(p: { page: MessageAnswer; path: string; reload: () => void }) {
  const { head, timeline } = p.page;
  return (
    <>
      <section class={`app-standing app-standing--${levelOf(head.state)}`} aria-label="Where it stands">
        <p class="app-standing__headline">{wordFor(message_states, head.state).label}</p>
        <p class="app-standing__why">{sentence(head.reason) || wordFor(message_states, head.state).means}</p>
        <Steps message={head} />
      </section>
      <div class="app-cols">
        <Panel title="What happened, in order" lead="Each line was written to disk before the next step was taken."><Timeline entries={timeline} /></Panel>
        <div>
          <Panel title="About this message"><About message={head} attachments={p.page.attachments} /></Panel>
          <Panel title="Text and number"><Secrets path={p.path} to={head.to} /></Panel>
          {head.state === 'accepted' && (
            <Panel title="Stop it" lead="Only while it has not been handed to a provider.">
              <Action label="Cancel message" about={shortId(head.id)} confirm="It will never be sent." path={withQuery(`${p.path}/cancel`, { practice: head.practice })} done="Cancelled." onDone={p.reload} secondary />
            </Panel>
          )}
        </div>
      </div>
    </>
  );
}

function levelOf(state: string): 'good' | 'warn' | 'error' | 'wait' {
  if (state === 'delivered') return 'good';
  if (state === 'in_doubt') return 'warn';
  return state.endsWith('_failure') ? 'error' : 'wait';
}

function About(p: { message: Message; attachments: readonly string[] }) {
  const m = p.message;
  const practice = practices.value?.find((row) => row.id === m.practice);
  const staff = useContext(ProductOf).root === '/app'; // who has no page of providers
  return (
    <Facts
      rows={[
        ['Practice', <a href={staff ? links.today({ practice: m.practice }) : links.practice(m.practice)}>{practice ? `${practice.name} (${m.practice})` : m.practice}</a>],
        ['Asked by', m.asked_by],
        ['Kind', `${nameFor(message_kinds, m.kind)}, by ${nameFor(channels, m.channel).toLowerCase()}`],
        ['Provider', m.provider && (staff ? m.provider : <a href={links.providers}>{m.provider}</a>)],
        ['Attempts', number(m.attempts)],
        ['Accepted', <When at={m.accepted_at} />],
        ['Sent', m.sent_at && <When at={m.sent_at} />],
        ['Delivered', m.delivered_at && <When at={m.delivered_at} />],
        ['Failed', m.failed_at && <When at={m.failed_at} />],
        ['Attachments', p.attachments.join(', ')],
        ['Appointment', m.appointment && <span class="app-mono">{m.appointment}</span>],
        ['Message id', <span class="app-mono">{m.id}</span>],
      ]}
    />
  );
}

/** A patient's words and number: hidden until asked for, and forgotten when this page is left. */
function Secrets(p: { path: string; to: string }) {
  return (
    <Reveal what="text and number" hidden={<Facts rows={[['To', p.to && <span class="app-mono">{p.to}</span>]]} />}>
      {(reason) => <Revealed path={p.path} reason={reason} />}
    </Reveal>
  );
}

function Revealed(p: { path: string; reason: string }) {
  const answer = useResource<MessageAnswer>(withQuery(p.path, { reveal: 1, reason: p.reason }), 'reveal');
  return (
    <Fetched of={answer} what="the text">
      {(value) => (
        <>
          <Facts rows={[['To', <span class="app-mono">{value.head.to}</span>], ['Subject', value.subject && <span dir="auto">{value.subject}</span>]]} />
          {value.body ? <blockquote class="app-words-said" dir="auto">{value.body}</blockquote> : <p class="app-quiet">This message has no text of its own.</p>}
        </>
      )}
    </Fetched>
  );
}
