import type { ComponentChildren } from 'preact';
import { links } from '../route/links';
import { Panel, WordList } from '../ui/bits';
import { Page } from '../ui/page';
import { actor_states } from '../words/actor_words';
import { event_names, message_states } from '../words/message_words';
import { connector_states, practice_states } from '../words/practice_words';
import { provider_states } from '../words/provider_words';
import { reply_meanings, reply_states } from '../words/reply_words';
import { glossary } from './glossary';

const pages: readonly (readonly [string, string, ComponentChildren])[] = [
  ['Live overview', links.overview, 'Is all well? If not, the first lines say what needs somebody.'],
  ['Practices', links.practices(), 'Every practice, worst first. Open one for its queues, totals and connection.'],
  ['Messages', links.messages(), 'Find one message by the start of its id, or by the last three digits of the phone.'],
  ['Replies', links.replies(), 'What patients answered and how it was read.'],
  ['Staff items', links.staff_items(), 'What a person must decide.'],
  ['Connectors', links.connectors(), 'The connections to clinical systems, with what to do when one is down.'],
  ['Providers', links.providers, 'Who carries the messages, how fast and how reliably.'],
  ['Actors', links.actors(), 'The broker’s own workers: restarts and mailboxes.'],
  ['Parked', links.parked(), 'Work set aside after failing again and again.'],
  ['API keys', links.api_keys(), 'What programs of a practice send by: make one, revoke one.'],
  ['Callbacks', links.callbacks, 'Programs that are told what became of messages, and what they could not be told.'],
];

const lists = [
  ['States of a message', message_states],
  ['States of a practice', practice_states],
  ['States of a connector', connector_states],
  ['States of a provider', provider_states],
  ['Meanings of a reply', reply_meanings],
  ['States of a reply', reply_states],
  ['States of an actor', actor_states],
  ['Lines of a message’s page', event_names],
] as const;

export function HelpPage(_p: { parts: Readonly<Record<string, string>> }) {
  return (
    <Page title="Help: what the words mean" lead="Tidings carries messages between general practices and their patients. This page explains the words and states you meet here.">
      <Panel title="The pages">
        <dl class="app-glossary">
          {pages.map(([name, href, what]) => (
            <div key={href}><dt><a href={href}>{name}</a></dt><dd>{what}</dd></div>
          ))}
        </dl>
      </Panel>
      <Panel title="The words">
        <dl class="app-glossary">
          {glossary.map(([name, what]) => (
            <div key={name}><dt>{name}</dt><dd>{what}</dd></div>
          ))}
        </dl>
      </Panel>
      {lists.map(([title, words]) => (
        <Panel key={title} title={title}><WordList words={words} /></Panel>
      ))}
      <Panel title="Is what I see live?">
        <dl class="app-glossary">
          <div><dt>Live</dt><dd>Figures change within a second of the event.</dd></div>
          <div><dt>Reconnecting</dt><dd>The connection broke. The page tries again by itself and misses nothing.</dd></div>
          <div><dt>Delayed</dt><dd>Something on the way holds the live feed up. Figures are fetched every 5 seconds instead.</dd></div>
          <div><dt>Sign in again</dt><dd>Your session has ended. Ask whoever runs the broker for a new one-time link.</dd></div>
          <div><dt>Paused</dt><dd>You pressed Pause: figures stand still so that you can read them. The broker goes on.</dd></div>
        </dl>
      </Panel>
    </Page>
  );
}
