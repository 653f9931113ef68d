// What a practice's file has put in force: four pages read it, each a part.
import type { ComponentChildren } from 'preact';
import type { PracticeSettings } from '../api/staff_forms';
import { useResource } from '../api/use_resource';
import { practices } from '../live/live';
import { withQuery } from '../route/query';
import { links } from '../route/links';
import { place } from '../route/route';
import { Allowed } from '../ui/allowed';
import { Panel } from '../ui/bits';
import { Page } from '../ui/page';
import { chosenPractice, nameOf, PracticeChoice } from '../ui/practice_choice';
import { Fetched } from '../ui/state';

/** Files are read anew a moment after they change. */
const quiet_ms = 30_000;

/** @param section which of the practice's file an administrator may change from here; empty: any */
export function InForce(p: { path: string; title: string; lead: string; section?: string; children: (value: PracticeSettings) => ComponentChildren }) {
  const practice = chosenPractice(place.value.query['practice'] ?? '', practices.value);
  return (
    <Page title={practice ? `${p.title} of ${nameOf(practice)}` : p.title} lead={p.lead} {...(practice && p.section !== undefined ? { aside: <Allowed to="practice-sections" method="GET"><a href={links.sections({ practice, section: p.section })}>Change</a></Allowed> } : {})}>
      <PracticeChoice path={p.path} value={practice} />
      {practice === '' ? <Panel title="Choose a practice"><p>Each practice has its own.</p></Panel> : <Read key={practice} practice={practice}>{p.children}</Read>}
    </Page>
  );
}

function Read(p: { practice: string; children: (value: PracticeSettings) => ComponentChildren }) {
  const answer = useResource<PracticeSettings>(withQuery('practice-settings', { practice: p.practice }), true, quiet_ms);
  return <Fetched of={answer} what="what is in force">{(value) => <>{p.children(value)}</>}</Fetched>;
}
