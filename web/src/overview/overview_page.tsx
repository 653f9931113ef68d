import { connectors, last_tick, notes, overview, practices, providers } from '../live/live';
import { counted } from '../format/format';
import { links } from '../route/links';
import { PracticesTable } from '../practices/practices_table';
import { Allowed } from '../ui/allowed';
import { Panel } from '../ui/bits';
import { Page } from '../ui/page';
import { Empty, Loading } from '../ui/state';
import { Notes } from './notes';
import { standing } from './summary';
import { Throughput } from './throughput';
import { Journey, NeedsPerson, RightNow } from './tiles';

/** How many of the practices are shown here; the rest are one link away. */
const practices_shown = 10;

export function OverviewPage() {
  const rows = practices.value;
  return (
    <Page title="Live overview" lead="Every practice’s messages at this moment: what has gone out, what came back, and what needs somebody.">
      <Allowed method="GET" to="providers">
        <Standing />
        <div class="app-tilegroups">
          <RightNow />
          <NeedsPerson />
        </div>
        <Journey />
      </Allowed>
      <div class="app-cols">
        <Allowed method="GET" to="providers">
          <Panel title="Messages a second, last 5 minutes"><Throughput /></Panel>
        </Allowed>
        <Panel title="What just happened" lead="Newest first. No names or numbers of patients appear here.">
          {notes.value === null ? <Loading what="events" /> : <Notes rows={notes.value} />}
        </Panel>
      </div>
      <Panel
        title="Practices, worst first"
        more={rows && <a href={links.practices()}>All {counted(rows.length, 'practice')}</a>}
      >
        {rows === null ? (
          <Loading what="practices" />
        ) : rows.length === 0 ? (
          <Empty title="No practices yet">Put a practice’s settings file into the broker’s <code>practices</code> folder and it appears here within 5 seconds.</Empty>
        ) : (
          <PracticesTable rows={rows.slice(0, practices_shown)} caption="Practices, worst first" />
        )}
      </Panel>
    </Page>
  );
}

function Standing() {
  const now = overview.value;
  if (!now) return <div class="app-standing app-standing--wait"><p class="app-standing__headline">Waiting for the broker’s first figures…</p></div>;
  const how = standing(now, connectors.value ?? [], providers.value ?? [], last_tick.value, practices.value ?? []);
  const mark = { good: 'Good', warn: 'Warning', error: 'Problem' }[how.level];
  return (
    <section class={`app-standing app-standing--${how.level}`} aria-label="How things stand">
      <p class="app-standing__headline">
        <span class="nhsuk-u-visually-hidden">{mark}: </span>
        {how.headline}
      </p>
      {how.concerns.length > 0 && (
        <ul class="app-standing__list">
          {how.concerns.map((c) => <li key={c.href + c.text}><a href={c.href}>{c.text}</a></li>)}
        </ul>
      )}
    </section>
  );
}

