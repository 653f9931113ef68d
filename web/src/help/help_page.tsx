// What the pages are for, what the words mean, and what to do when something is red: of the app that one is in, for one's role.
import { useContext } from 'preact/hooks';
import { may } from '../api/may';
import { useMe } from '../api/use_me';
import { Panel, WordList } from '../ui/bits';
import { Page } from '../ui/page';
import { ProductOf } from '../ui/product';
import { actor_states } from '../words/actor_words';
import { conversation_statuses } from '../words/inbox_words';
import { event_names, message_states } from '../words/message_words';
import { connector_states, practice_states } from '../words/practice_words';
import { provider_states } from '../words/provider_words';
import { quality_problems } from '../words/quality_words';
import { reply_meanings, reply_states } from '../words/reply_words';
import { roles } from '../words/role_words';
import { draft_states, template_states } from '../words/template_words';
import { hindrances, visit_states } from '../words/today_words';
import { offer_states, slot_states } from '../words/waiting_words';
import type { Words } from '../words/word';
import { operators_glossary, staff_glossary } from './glossary';
import { operators_pages, staff_pages, type Explained } from './pages';
import { operators_red, staff_red, type Advice } from './red';

const staff_words: readonly (readonly [string, Words])[] = [
  ['An appointment’s reminder', visit_states],
  ['Why a text can’t reach a patient', hindrances],
  ['A conversation', conversation_statuses],
  ['What a reply means', reply_meanings],
  ['A message', message_states],
  ['The clinical system', connector_states],
  ['A record to mend', quality_problems],
  ['A template', template_states],
  ['A template’s draft', draft_states],
  ['A slot that came free', slot_states],
  ['Who was asked about a slot', offer_states],
  ['Who may do what', roles],
];

const operators_words: readonly (readonly [string, Words])[] = [
  ['States of a message', message_states],
  ['States of a practice', practice_states],
  ['States of a connector', connector_states],
  ['States of a provider', provider_states],
  ['Meanings of a reply', reply_meanings],
  ['States of a reply', reply_states],
  ['States of an actor', actor_states],
  ['Lines of a message’s page', event_names],
  ['Roles', roles],
];

export function HelpPage(_p: { parts: Readonly<Record<string, string>> }) {
  const staff = useContext(ProductOf).root === '/app';
  const me = useMe();
  const mine = (pages: readonly Explained[]): readonly Explained[] => pages.filter((one) => !one.needs || may(me, 'GET', one.needs));
  const runs_it = me !== null && may(me, 'GET', 'providers');
  return (
    <Page title="Help: what the words mean" lead="Tidings carries messages between general practices and their patients. This page explains the pages that your role may open, the words and states you meet there, and what to do when something is red.">
      <Panel title="When something is red"><Advised of={staff ? staff_red : operators_red} /></Panel>
      <Panel title={staff ? 'The pages' : 'The operators’ pages'}><Pages of={mine(staff ? staff_pages : operators_pages)} /></Panel>
      {staff && runs_it && <Panel title="The operators’ pages"><Pages of={mine(operators_pages)} /></Panel>}
      {!staff && <Panel title="The practices’ pages"><Pages of={mine(staff_pages)} /></Panel>}
      <Panel title="The words"><Advised of={staff ? staff_glossary : operators_glossary} /></Panel>
      {(staff ? staff_words : operators_words).map(([title, words]) => (
        <Panel key={title} title={title}><WordList words={words} /></Panel>
      ))}
      <Panel title="Is what I see live?">
        <Advised
          of={[
            ['Live', 'Figures change within a second of the event.'],
            ['Reconnecting', 'The connection broke. The page tries again by itself and misses nothing.'],
            ['Delayed', 'Something on the way holds the live feed up. Figures are fetched every 5 seconds instead.'],
            ['Sign in again', 'Your session has ended. Sign in anew; if you have no password, ask whoever runs Tidings for a one-time link.'],
            ['Paused', 'You pressed Pause: figures stand still so that you can read them. Nothing stops in Tidings.'],
          ]}
        />
      </Panel>
    </Page>
  );
}

function Pages(p: { of: readonly Explained[] }) {
  return (
    <dl class="app-glossary">
      {p.of.map((one) => (
        <div key={one.href}><dt><a href={one.href}>{one.name}</a></dt><dd>{one.what}</dd></div>
      ))}
    </dl>
  );
}

function Advised(p: { of: Advice }) {
  return (
    <dl class="app-glossary">
      {p.of.map(([name, what]) => (
        <div key={name}><dt>{name}</dt><dd>{what}</dd></div>
      ))}
    </dl>
  );
}
