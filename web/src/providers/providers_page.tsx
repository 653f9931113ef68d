import type { Provider } from '../api/types';
import { duration, number, percent, pounds } from '../format/format';
import { providers } from '../live/live';
import { links } from '../route/links';
import { Count, Facts, Legend } from '../ui/bits';
import { Page } from '../ui/page';
import { Empty, Loading } from '../ui/state';
import { StateTag } from '../ui/tag';
import { nameFor, wordFor } from '../words/look_up';
import { breaker_states, provider_states, provider_types } from '../words/provider_words';

export function ProvidersPage(_p: { parts: Readonly<Record<string, string>> }) {
  const rows = providers.value;
  return (
    <Page title="Providers" lead="A provider carries our messages to the phone networks and brings receipts and replies back.">
      {rows === null ? <Loading what="providers" /> : rows.length === 0 ? <Empty title="No provider is set up">Add one to the broker’s settings file.</Empty> : rows.map((p) => <ProviderCard key={p.id} provider={p} />)}
      <Legend summary="What the states mean" words={provider_states} />
      <Legend summary="How a provider is left out and comes back" words={breaker_states} />
    </Page>
  );
}

export function ProviderCard(p: { provider: Provider }) {
  const x = p.provider;
  const called = x.sent + x.failed + x.unknown > 0;
  return (
    <section class="app-panel" aria-labelledby={`provider-${x.id}`}>
      <div class="app-panel__head">
        <h2 class="nhsuk-heading-s" id={`provider-${x.id}`}>{x.id} <span class="app-quiet app-plain">{nameFor(provider_types, x.type)}</span></h2>
        <StateTag words={provider_states} state={x.state} />
      </div>
      <p class="app-hint">{x.reason || wordFor(provider_states, x.state).means}</p>
      <div class="app-cols app-cols--even">
        <div>
          <h3 class="nhsuk-heading-xs">How well it works</h3>
          <Meter name="Calls that succeeded" share={called ? x.success_rate : null} said={called ? `${percent(x.success_rate)} of the last 1,000` : 'no calls yet'} />
          <Meter name="Places in use" share={x.window > 0 ? x.in_flight / x.window : null} said={`${number(x.in_flight)} of ${number(x.window)} calls at once`} />
          <Facts
            rows={[
              ['Breaker', <StateTag words={breaker_states} state={x.breaker} />],
              ['A call takes', range(x.call_ms_p50, x.call_ms_p95, x.call_ms_p99)],
              ['Until delivered', range(x.delivery_ms_p50, x.delivery_ms_p95, x.delivery_ms_p99)],
              ['Speed limit', x.per_second_max > 0 ? `${number(x.per_second_max)} messages a second` : 'none'],
            ]}
          />
        </div>
        <div>
          <h3 class="nhsuk-heading-xs">What it has done</h3>
          <Facts
            rows={[
              ['Waiting for it', <Count n={x.queued} href={links.messages({ state: 'accepted' })} what="messages waiting" />],
              ['Being sent', <Count n={x.in_flight} href={links.messages({ state: 'dispatching' })} what="messages being sent" />],
              ['Sent', <Count n={x.sent} href={links.messages()} what="messages taken by this provider" />],
              ['Delivered', <Count n={x.delivered} href={links.messages({ state: 'delivered' })} what="messages delivered" />],
              ['Refused or failed', <Count n={x.failed} href={links.messages({ state: 'permanent_failure' })} what="messages refused" />],
              ['No answer', <Count n={x.unknown} alarm href={links.messages({ state: 'in_doubt' })} what="calls without an answer" />],
            ]}
          />
        </div>
        <div>
          <h3 class="nhsuk-heading-xs">What it costs</h3>
          <Facts
            rows={[
              ['Price', x.pence_per_segment > 0 ? `${number(x.pence_per_segment)}p for each segment` : 'not given'],
              ['Today', `${pounds(x.pence_today)} for ${number(x.segments_today)} segments`],
              ['If it were down', x.if_down],
            ]}
          />
        </div>
      </div>
    </section>
  );
}

/** Half of the calls, 95 in a hundred, and all but one in a hundred. */
function range(p50: number, p95: number, p99: number): string {
  if (p50 < 0) return 'not measured yet';
  return `${duration(p50)} for half of them, at most ${duration(p95)} for 95 and ${duration(p99)} for 99 in 100`;
}

function Meter(p: { name: string; share: number | null; said: string }) {
  return (
    <div class="app-meter">
      <span class="app-meter__name">{p.name}</span>
      <span class="app-meter__said">{p.said}</span>
      <span class="app-meter__track" aria-hidden="true">
        <span class="app-meter__fill" style={{ width: `${Math.min(1, Math.max(0, p.share ?? 0)) * 100}%` }} />
      </span>
    </div>
  );
}
