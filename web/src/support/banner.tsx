// While support is in a practice, everybody there sees it on every page.
import { clockTime } from '../format/format';
import { now_ms } from '../live/live';
import { links } from '../route/links';
import { useSupportSessions } from './sessions';

const named_max = 3;

export function SupportBanner() {
  const open = useSupportSessions().filter((one) => Date.parse(one.until) > now_ms.value);
  if (open.length === 0) return null;
  const rest = open.length - named_max;
  return (
    <section class="app-banner" aria-label="Support access">
      {open.slice(0, named_max).map((one) => (
        <p key={one.practice + one.user}>
          <strong>Support is looking at {one.practice}.</strong> {one.user}, let in by {one.by} until {clockTime(Date.parse(one.until))}: {one.reason}
        </p>
      ))}
      {rest > 0 && <p>And {rest} more.</p>}
      <p><a href={links.support()}>See or end it</a></p>
    </section>
  );
}
