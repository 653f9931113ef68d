import type { Actor } from '../api/types';
import { useResource } from '../api/use_resource';
import { counted, number, sum } from '../format/format';
import { links } from '../route/links';
import { place } from '../route/route';
import { Legend, Panel, When } from '../ui/bits';
import { Filters, SelectField, TextField } from '../ui/form';
import { Page } from '../ui/page';
import { Empty, Fetched } from '../ui/state';
import { StateTag } from '../ui/tag';
import { Table, type Column } from '../ui/table';
import { actor_states } from '../words/actor_words';
import { branches, isTroubled, type Branch } from './tree';

interface Answer {
  readonly actors: readonly Actor[];
}

const columns: readonly Column<Branch>[] = [
  {
    head: 'Actor',
    cell: (b) => (
      <span class="app-branch" style={{ '--depth': b.depth }}>
        <span class="nhsuk-u-visually-hidden">Level {b.depth + 1}: </span>
        {b.below > 0 ? <a href={links.actors({ under: b.actor.path })}>{b.name}</a> : <Leaf branch={b} />}
        {b.below > 0 && <span class="app-quiet"> {number(b.below)} below</span>}
        {b.hidden > 0 && <a class="app-branch__more" href={links.actors({ under: b.actor.path })}>and {counted(b.hidden, 'more', 'more')} without trouble</a>}
      </span>
    ),
  },
  { head: 'State', cell: (b) => <StateTag words={actor_states} state={b.actor.state} /> },
  { head: 'Mailbox', numeric: true, cell: (b) => <span class={b.actor.mailbox > 100 ? 'app-count--alarm' : b.actor.mailbox === 0 ? 'app-quiet' : ''}>{number(b.actor.mailbox)}</span> },
  { head: 'Restarts', numeric: true, cell: (b) => <span class={b.actor.restarts > 0 ? 'app-count--alarm' : 'app-quiet'}>{number(b.actor.restarts)}</span> },
  { head: 'Handled', numeric: true, cell: (b) => number(b.actor.handled) },
  { head: 'Since', cell: (b) => <When at={b.actor.since} none="–" /> },
  { head: 'Last failure', cell: (b) => (b.actor.last_failure ? <span class="app-why">{b.actor.last_failure}</span> : <span class="app-quiet">none</span>) },
];

/** A practice's or a connector's actor leads to the practice's page. */
function Leaf(p: { branch: Branch }) {
  const practice = /^\/node\/(?:practices|connectors)\/([A-Z0-9]{3,12})$/.exec(p.branch.actor.path)?.[1];
  return practice ? <a href={links.practice(practice)}>{p.branch.name}</a> : <>{p.branch.name}</>;
}

export function ActorsPage(_p: { parts: Readonly<Record<string, string>> }) {
  const { query } = place.value;
  const q = query['q'] ?? '';
  const under = query['under'] ?? '';
  const show = query['show'] ?? '';
  const answer = useResource<Answer>('actors');
  return (
    <Page title="Actors" lead="The broker is a tree of small workers, called actors. Each does one thing and has its own mailbox. One that fails is restarted by its parent, from the log; the others don’t notice.">
      <Filters path="/ops/actors" keep={under ? { under } : {}} clear={q !== '' || under !== '' || show !== ''}>
        <TextField name="q" label="Part of the name" value={q} width={20} />
        <SelectField name="show" label="Show" all="All actors" options={[{ value: 'trouble', text: 'Only those with trouble' }]} value={show} />
      </Filters>
      <Fetched of={answer} what="the actors">
        {(value) => {
          const rows = branches(value.actors, { under, q, troubled: show === 'trouble' });
          const restarts = sum(value.actors, (a) => a.restarts);
          const waiting = sum(value.actors, (a) => a.mailbox);
          return (
            <Panel
              title={under ? `Below ${under}` : counted(value.actors.length, 'actor')}
              lead={`${counted(restarts, 'restart')} since the broker started, ${counted(waiting, 'message')} in mailboxes now, ${number(value.actors.filter(isTroubled).length)} with trouble.`}
            >
              {rows.length === 0 ? (
                <Empty title={value.actors.length === 0 ? 'No actors reported yet' : show === 'trouble' && q === '' ? 'No actor has trouble' : 'No actor matches'} />
              ) : (
                <Table<Branch> caption="Actors, parents above their children" caption_hidden columns={columns} rows={rows} row_key={(b) => b.actor.path} />
              )}
              <Legend summary="What the states mean" words={actor_states} />
            </Panel>
          );
        }}
      </Fetched>
    </Page>
  );
}
