// The figures at the top of the overview. Each tile is one link to what it counts.
import { last_tick, overview, practices } from '../live/live';
import { number, sum } from '../format/format';
import { links } from '../route/links';

interface TileProps {
  readonly name: string;
  readonly n: number | null;
  readonly of?: number | null;
  readonly what: string;
  readonly href: string;
  readonly tone?: 'alarm' | 'warn' | undefined;
}

function Tile(p: TileProps) {
  return (
    <li>
      <a class={`app-tile${p.tone ? ` app-tile--${p.tone}` : ''}`} href={p.href}>
        <span class="app-tile__name">{p.name}</span>{' '}
        <span class="app-tile__n">
          {p.n === null ? '–' : number(p.n)}
          {p.of !== undefined && p.of !== null && <span class="app-tile__of"> of {number(p.of)}</span>}
        </span>{' '}
        <span class="app-tile__what">{p.what}</span>
      </a>
    </li>
  );
}

export function RightNow() {
  const tick = last_tick.value;
  const now = overview.value;
  const down = now !== null && now.practices_up < now.practices;
  const providers_down = now !== null && now.providers_up < now.providers;
  return (
    <section class="app-tilegroup">
      <h2 class="nhsuk-heading-s">Right now</h2>
      <ul class="app-tiles">
        <Tile name="Practices up" n={now?.practices_up ?? null} of={now?.practices ?? null} what="read and answered" href={links.practices()} tone={down ? 'warn' : undefined} />
        <Tile name="Providers up" n={now?.providers_up ?? null} of={now?.providers ?? null} what="taking messages" href={links.providers} tone={providers_down ? 'alarm' : undefined} />
        <Tile name="Waiting" n={tick?.queued ?? null} what="messages not yet due or not yet sent" href={links.messages({ state: 'accepted' })} />
        <Tile name="Being sent" n={tick?.in_flight ?? null} what="calls to a provider" href={links.messages({ state: 'dispatching' })} />
        <Tile name="Being written" n={tick?.operations_open ?? null} what="writes into patients’ records" href={links.connectors()} />
      </ul>
    </section>
  );
}

export function NeedsPerson() {
  const tick = last_tick.value;
  const tone = (n: number | undefined, level: 'alarm' | 'warn') => (n ? level : undefined);
  return (
    <section class="app-tilegroup app-tilegroup--person">
      <h2 class="nhsuk-heading-s">Needs a person</h2>
      <ul class="app-tiles">
        <Tile name="Staff items" n={tick?.staff_items ?? null} what="replies only a person should read" href={links.staff_items()} tone={tone(tick?.staff_items, 'warn')} />
        <Tile name="In doubt" n={tick?.in_doubt ?? null} what="may or may not have been sent" href={links.messages({ state: 'in_doubt' })} tone={tone(tick?.in_doubt, 'warn')} />
        <Tile name="Parked" n={tick?.parked ?? null} what="set aside after failing" href={links.parked()} tone={tone(tick?.parked, 'alarm')} />
      </ul>
    </section>
  );
}

/** The way of a message, left to right, with how many have come so far. */
export function Journey() {
  const all = overview.value?.all;
  const appointments = practices.value && sum(practices.value, (p) => p.appointments);
  const steps: readonly (readonly [string, number | null | undefined, string, string])[] = [
    ['Appointments', appointments, 'read from clinical systems', links.practices()],
    ['Accepted', all?.accepted, 'messages stored safely', links.messages()],
    ['Sent', all?.sent, 'taken by a provider', links.messages()],
    ['Delivered', all?.delivered, 'on the patient’s phone', links.messages({ state: 'delivered' })],
    ['Replies', all?.replies, 'from patients', links.replies()],
    ['Confirmed', all?.confirmed, 'will come', links.replies({ meaning: 'confirm' })],
    ['Cancelled', all?.cancelled, 'slots free again', links.replies({ meaning: 'cancel' })],
    ['Filed', all?.filed, 'codes in the record', links.messages({ filed: '1' })],
  ];
  const rest: readonly (readonly [string, number, string])[] = all
    ? [
        ['failed', all.failed, links.messages({ state: 'temporary_failure,permanent_failure,technical_failure' })],
        ['expired', all.expired, links.messages({ state: 'expired' })],
        ['no longer wanted', all.cancelled_messages, links.messages({ state: 'cancelled' })],
        ['held back by a rule', all.suppressed, links.messages({ state: 'suppressed' })],
        ['opted out', all.opted_out, links.replies({ meaning: 'opt_out' })],
      ]
    : [];
  return (
    <section class="app-panel">
      <div class="app-panel__head"><h2 class="nhsuk-heading-s">The way of a message, all practices so far</h2></div>
      <ol class="app-journey">
        {steps.map(([name, n, what, href]) => (
          <li key={name}>
            <a class="app-step" href={href}>
              <span class="app-step__name">{name}</span>{' '}
              <span class="app-step__n">{n === null || n === undefined ? '–' : number(n)}</span>{' '}
              <span class="app-step__what">{what}</span>
            </a>
          </li>
        ))}
      </ol>
      {rest.length > 0 && (
        <p class="app-hint app-journey__rest">
          Also:{' '}
          {rest.map(([what, n, href], i) => (
            <span key={what}>
              {i > 0 && ' · '}
              <a href={href}>{number(n)} {what}</a>
            </span>
          ))}
        </p>
      )}
    </section>
  );
}
