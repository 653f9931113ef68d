// What waits to be sent, for how long, and why; pausing it and letting it go on.
import type { Pause, PracticeQueue, ProviderQueue, Queues } from '../api/operator_types';
import { useResource } from '../api/use_resource';
import { counted, number, sum } from '../format/format';
import { links } from '../route/links';
import { Ago, Count, Panel, When } from '../ui/bits';
import { Page } from '../ui/page';
import { Empty, Fetched } from '../ui/state';
import { Table, type Column } from '../ui/table';
import { StateTag, Tag } from '../ui/tag';
import { provider_states } from '../words/provider_words';
import { PauseButton } from './pause_button';
import { pauseWarning, providerResumeWarning, providerWarning, resumeWarning, whyWaiting } from './why';

function Stopped(p: { of: Pause | null }) {
  if (!p.of) return null;
  return <span class="app-why"><Tag colour="orange">Paused</Tag> by {p.of.by} since <When at={p.of.since} />: {p.of.why}</span>;
}

const practiceColumns = (reload: () => void): readonly Column<PracticeQueue>[] => [
  { head: 'Practice', cell: (q) => <span class="app-name"><a href={links.practice(q.id)}>{q.name || q.id}</a> {q.id}<Stopped of={q.paused} /></span> },
  { head: 'Waiting', numeric: true, cell: (q) => <Count n={q.waiting} href={links.messages({ practice: q.id, state: 'accepted' })} what={`messages of ${q.id} wait`} /> },
  { head: 'For what', cell: (q) => <span class="app-name">{whyWaiting(q).map((line) => <span class="app-why" key={line}>{line}</span>)}</span> },
  { head: 'Oldest', cell: (q) => <Ago at={q.oldest_at} none="–" /> },
  { head: 'Being sent', numeric: true, cell: (q) => number(q.in_flight) },
  { head: 'In doubt', numeric: true, cell: (q) => <Count n={q.in_doubt} href={links.messages({ practice: q.id, state: 'in_doubt' })} what={`messages of ${q.id} are in doubt`} alarm /> },
  { head: 'Sending', cell: (q) => <PauseButton what={`sending of ${q.name || q.id}`} path={`practices/${q.id}/pause`} paused={q.paused !== null} warning={q.paused ? resumeWarning(q) : pauseWarning(q)} onDone={reload} /> },
];

const providerColumns = (reload: () => void): readonly Column<ProviderQueue>[] => [
  { head: 'Provider', cell: (q) => <span class="app-name"><a href={links.providers}>{q.id}</a><Stopped of={q.paused} />{!q.paused && q.reason && <span class="app-why">{q.reason}</span>}</span> },
  { head: 'State', cell: (q) => <StateTag words={provider_states} state={q.state} /> },
  { head: 'Waiting', numeric: true, cell: (q) => number(q.waiting) },
  { head: 'Oldest due', cell: (q) => <Ago at={q.oldest_at} none="–" /> },
  { head: 'Being sent', numeric: true, cell: (q) => `${number(q.in_flight)} of ${number(q.window)}` },
  { head: 'Sending', cell: (q) => <PauseButton what={`sending by ${q.id}`} path={`providers/${encodeURIComponent(q.id)}/pause`} paused={q.paused !== null} warning={q.paused ? providerResumeWarning(q) : providerWarning(q)} onDone={reload} /> },
];

export function QueuesPage(_p: { parts: Readonly<Record<string, string>> }) {
  const answer = useResource<Queues>('queues');
  return (
    <Page title="Queues" lead="Messages that were accepted and haven’t gone out. A pause holds them and loses none; it lasts until somebody ends it, through restarts too.">
      <Fetched of={answer} what="the queues">
        {(value) => (
          <>
            {value.providers.length > 0 && (
              <Panel title="By provider" lead="While a provider is paused, messages that have another one on their route go by that.">
                <Table<ProviderQueue> caption="Queues by provider" caption_hidden columns={providerColumns(answer.reload)} rows={value.providers} row_key={(q) => q.id} />
              </Panel>
            )}
            <Panel title={`${counted(sum(value.practices, (q) => q.waiting), 'message waits', 'messages wait')} at ${counted(value.practices.length, 'practice')}`} lead="Paused practices first, then those that have waited longest.">
              {value.practices.length === 0 ? (
                <Empty title="No practices yet" />
              ) : (
                <Table<PracticeQueue> caption="Queues by practice" caption_hidden columns={practiceColumns(answer.reload)} rows={value.practices} row_key={(q) => q.id} />
              )}
            </Panel>
          </>
        )}
      </Fetched>
    </Page>
  );
}
