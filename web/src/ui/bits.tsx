// Small pieces that many pages share.
import type { ComponentChildren } from 'preact';
import { ago, moment, number } from '../format/format';
import { now_ms } from '../live/live';
import type { Words } from '../words/word';
import { StateTag } from './tag';

/** A moment in time, in full for machines and as a person would say it. */
export function When(p: { at: string | null; none?: string }) {
  if (!p.at) return <span class="app-quiet">{p.none ?? 'never'}</span>;
  return <time dateTime={p.at} title={p.at}>{moment(p.at, now_ms.value)}</time>;
}

/** How long ago, on the broker's clock. */
export function Ago(p: { at: string | null; none?: string }) {
  if (!p.at) return <span class="app-quiet">{p.none ?? 'never'}</span>;
  return <time dateTime={p.at} title={moment(p.at, now_ms.value)}>{ago(p.at, now_ms.value)}</time>;
}

/** Every number is a link to what it counts. */
export function Count(p: { n: number; href: string; what: string; alarm?: boolean }) {
  const quiet = p.n === 0 ? ' app-count--zero' : p.alarm ? ' app-count--alarm' : '';
  return (
    <a class={`app-count${quiet}`} href={p.href}>
      {number(p.n)}
      <span class="nhsuk-u-visually-hidden"> {p.what}</span>
    </a>
  );
}

export function Panel(p: { title: string; lead?: ComponentChildren | undefined; more?: ComponentChildren; class?: string; children: ComponentChildren }) {
  return (
    <section class={`app-panel${p.class ? ` ${p.class}` : ''}`}>
      <div class="app-panel__head">
        <h2 class="nhsuk-heading-s">{p.title}</h2>
        {p.more}
      </div>
      {p.lead && <p class="app-hint">{p.lead}</p>}
      {p.children}
    </section>
  );
}

/** `<dl>` of facts; what is empty is left out. */
export function Facts(p: { rows: readonly (readonly [string, ComponentChildren])[] }) {
  return (
    <dl class="nhsuk-summary-list app-facts">
      {p.rows
        .filter(([, value]) => value !== null && value !== undefined && value !== '')
        .map(([name, value]) => (
          <div class="nhsuk-summary-list__row" key={name}>
            <dt class="nhsuk-summary-list__key">{name}</dt>
            <dd class="nhsuk-summary-list__value">{value}</dd>
          </div>
        ))}
    </dl>
  );
}

export function Details(p: { summary: string; children: ComponentChildren }) {
  return (
    <details class="nhsuk-details">
      <summary class="nhsuk-details__summary">
        <span class="nhsuk-details__summary-text">{p.summary}</span>
      </summary>
      <div class="nhsuk-details__text">{p.children}</div>
    </details>
  );
}

/** What each state on this page means. */
export function Legend(p: { summary: string; words: Words }) {
  return (
    <Details summary={p.summary}>
      <WordList words={p.words} />
    </Details>
  );
}

export function WordList(p: { words: Words }) {
  return (
    <dl class="app-words">
      {Object.entries(p.words).map(([name, word]) => (
        <div key={name}>
          <dt><StateTag words={p.words} state={name} /></dt>
          <dd>{word.means}</dd>
        </div>
      ))}
    </dl>
  );
}
