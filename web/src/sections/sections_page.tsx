// A practice's administrator changes sections of the practice's file: by a form, or as the text that stands in it. Checked,
// compared, applied, as an operator's whole file is.
import type { PracticeSections, SectionChange } from '../api/section_types';
import { useResource } from '../api/use_resource';
import { useState } from 'preact/hooks';
import { practices } from '../live/live';
import { links } from '../route/links';
import { withQuery } from '../route/query';
import { place } from '../route/route';
import { Panel, When } from '../ui/bits';
import { Page } from '../ui/page';
import { PracticeChoice, chosenPractice, nameOf } from '../ui/practice_choice';
import { Empty, Fetched } from '../ui/state';
import { Table, type Column } from '../ui/table';
import { Editor } from './editor';
import { section_names } from './shapes';

export function SectionsPage(_p: { parts: Readonly<Record<string, string>> }) {
  const practice = chosenPractice(place.value.query['practice'] ?? '', practices.value);
  const section = place.value.query['section'] ?? '';
  return (
    <Page title={practice ? `Change settings of ${nameOf(practice)}` : 'Change settings'} lead="Nothing changes before the last step. What is changed is in force within five seconds, and the audit trail has the difference.">
      <PracticeChoice path="/app/sections" value={practice} {...(section ? { keep: { section } } : {})} />
      {practice === '' ? <Empty title="Choose a practice" /> : <Sections key={practice} practice={practice} section={section} />}
    </Page>
  );
}

function Sections(p: { practice: string; section: string }) {
  const answer = useResource<PracticeSections>(withQuery('practice-sections', { practice: p.practice }), false);
  const [back, setBack] = useState<SectionChange | null>(null);
  const reload = (): void => {
    setBack(null);
    answer.reload();
  };
  return (
    <Fetched of={answer} what="the practice’s settings">
      {(value) => {
        const chosen = value.sections.find((one) => one.name === p.section);
        return (
          <>
            <Panel title="What shall change?">
              <ul class="app-sections">
                {value.sections.map((one) => (
                  <li key={one.name}><a href={links.sections({ practice: p.practice, section: one.name })} {...(one.name === p.section ? { 'aria-current': 'page' as const } : {})}>{section_names[one.name] ?? one.name}</a></li>
                ))}
              </ul>
            </Panel>
            {chosen && <Editor key={`${value.base} ${chosen.name} ${back?.number ?? 0}`} practice={p.practice} base={value.base} section={chosen} {...(back ? { from: back } : {})} onDone={reload} />}
            {chosen && <History of={value} section={chosen.name} choose={setBack} />}
          </>
        );
      }}
    </Fetched>
  );
}

export function History(p: { of: PracticeSections; section: string; choose: (change: SectionChange) => void }) {
  const rows = p.of.history.filter((one) => one.section === p.section).reverse();
  const columns: readonly Column<SectionChange>[] = [
    { head: 'Changed', cell: (c) => <When at={c.at} /> },
    { head: 'By', cell: (c) => c.by },
    { head: 'What now', cell: (c) => (
      <button class="nhsuk-button nhsuk-button--small nhsuk-button--secondary" type="button" onClick={() => p.choose(c)}>
        Go back<span class="nhsuk-u-visually-hidden"> to before change {c.number}</span>
      </button>
    ) },
  ];
  return (
    <Panel title="Changed here before" lead="Going back brings the text of before into the box above, to be checked like any other change.">
      {p.of.history_failure && <p class="app-action__failed">{p.of.history_failure}</p>}
      {rows.length === 0 ? <Empty title="Not changed here yet" /> : <Table<SectionChange> caption="Changes" caption_hidden columns={columns} rows={rows} row_key={(c) => String(c.number)} />}
    </Panel>
  );
}
