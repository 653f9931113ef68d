// While nothing of a practice is sent, its staff see it on every page: what they write doesn't go out.
import { useEffect, useState } from 'preact/hooks';
import { get } from '../api/client';
import type { Pause } from '../api/operator_types';
import type { Practice } from '../api/types';
import { moment } from '../format/format';
import { now_ms, practices } from '../live/live';

/** How late a page may learn of it. */
const every_ms = 15_000;
/** Who sees more practices than these has the operators' page for it. */
const practices_max = 3;

export function StandstillBanner() {
  const all = practices.value ?? [];
  const mine = all.length <= practices_max ? all : [];
  const ids = mine.filter((one) => one.state !== 'up').map((one) => one.id).join(',');
  const [paused, setPaused] = useState<readonly (readonly [string, Pause])[]>([]);
  useEffect(() => {
    if (ids === '') {
      setPaused([]);
      return undefined;
    }
    let over = false;
    const look = async (): Promise<void> => {
      const found: (readonly [string, Pause])[] = [];
      for (const id of ids.split(',')) {
        const answer = await get<{ paused: Pause | null }>(`practices/${encodeURIComponent(id)}`);
        if (answer.ok && answer.value.paused) found.push([id, answer.value.paused]);
      }
      if (!over) setPaused(found);
    };
    void look();
    const timer = setInterval(() => void look(), every_ms);
    return () => {
      over = true;
      clearInterval(timer);
    };
  }, [ids]);
  return <Standstill restored={mine.filter((one) => one.fenced)} paused={paused} now={now_ms.value} />;
}

export function Standstill(p: { restored: readonly Practice[]; paused: readonly (readonly [string, Pause])[]; now: number }) {
  if (p.restored.length + p.paused.length === 0) return null;
  return (
    <section class="app-banner" aria-label="Nothing is sent">
      {p.restored.map(({ id }) => (
        <p key={`restored ${id}`}><strong>Nothing is sent for {id}.</strong> Its records were restored from a backup, and an operator hasn’t released them yet. What you write waits, and isn’t lost.</p>
      ))}
      {p.paused.map(([id, of]) => (
        <p key={id}><strong>Nothing is sent for {id}.</strong> Paused by {of.by} since {moment(of.since, p.now)}: {of.why}. What you write waits, and isn’t lost.</p>
      ))}
    </section>
  );
}
