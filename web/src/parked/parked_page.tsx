// What failed too often: by its cause first, then item by item.
import { useState } from 'preact/hooks';
import type { ParkedGroup } from '../api/operator_types';
import type { Parked } from '../api/types';
import { useMay } from '../api/may';
import { useResource } from '../api/use_resource';
import { counted, number, plain, shortId } from '../format/format';
import { practices } from '../live/live';
import { links } from '../route/links';
import { withQuery } from '../route/query';
import { place } from '../route/route';
import { Action } from '../ui/action';
import { Panel, When } from '../ui/bits';
import { Filters, SelectField } from '../ui/form';
import { Page } from '../ui/page';
import { Empty, Fetched } from '../ui/state';
import { Table, type Column } from '../ui/table';
import { Groups } from './groups';
import { at_once_max } from './release';
import { ReleaseButton } from './release_button';

const act = (p: Parked, what: string): string => withQuery(`parked/${encodeURIComponent(p.id)}/${what}`, { practice: p.practice });

interface Choice {
  readonly chosen: ReadonlySet<string>;
  readonly choose: (id: string, on: boolean) => void;
}

const columns = (reload: () => void, choice: Choice | null): readonly Column<Parked>[] => [
  {
    head: 'Parked',
    cell: (p) =>
      choice ? (
        <label class="app-check">
          <input type="checkbox" checked={choice.chosen.has(p.id)} onChange={(event) => choice.choose(p.id, event.currentTarget.checked)} />
          <span class="nhsuk-u-visually-hidden">Choose item {shortId(p.id)}, parked </span>
          <When at={p.at} />
        </label>
      ) : (
        <When at={p.at} />
      ),
  },
  { head: 'Practice', cell: (p) => (p.practice === 'host' ? 'The host' : <a href={links.practice(p.practice)}>{p.practice}</a>) },
  { head: 'Kind', cell: (p) => plain(p.kind) },
  { head: 'Why', cell: (p) => <span class="app-name">{p.reason}</span> },
  { head: 'Tries', numeric: true, cell: (p) => number(p.tries) },
  {
    head: 'What to do',
    cell: (p) => (
      <span class="app-row">
        <Action label="Retry" about={`item ${shortId(p.id)}`} path={act(p, 'retry')} done="Being tried again." onDone={reload} />
        <Action label="Discard" about={`item ${shortId(p.id)}`} path={act(p, 'discard')} done="Discarded." onDone={reload} confirm="It can’t be brought back." secondary />
      </span>
    ),
  },
];

export function ParkedPage(_p: { parts: Readonly<Record<string, string>> }) {
  const practice = place.value.query['practice'] ?? '';
  const group = place.value.query['group'] ?? '';
  const groups = useResource<{ groups: readonly ParkedGroup[] }>(withQuery('parked-groups', { practice }));
  const items = useResource<{ parked: readonly Parked[] }>(withQuery('parked', { practice, group, limit: String(at_once_max) }));
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const may = useMay('POST', 'parked-release');
  const reload = (): void => {
    setChosen(new Set());
    groups.reload();
    items.reload();
  };
  const choose = (id: string, on: boolean): void => {
    const next = new Set(chosen);
    if (on) next.add(id);
    else next.delete(id);
    setChosen(next);
  };
  return (
    <Page title="Parked items" lead="Work that made its handler fail 5 times is set aside here, so that the rest moves on. Once the cause is mended, retry it. Nothing here is lost.">
      <Filters path="/ops/parked" clear={practice !== '' || group !== ''}>
        <SelectField name="practice" label="Practice" all="All practices" options={(practices.value ?? []).map((p) => ({ value: p.id, text: `${p.name} (${p.id})` }))} value={practice} />
      </Filters>
      <Fetched of={groups} what="the causes">
        {(value) =>
          value.groups.length === 0 ? null : (
            <Panel title={counted(value.groups.length, 'cause')} lead="Items whose reasons differ in ids and numbers alone stand together. Before anything is done you are told what it would be.">
              <Groups rows={value.groups} practice={practice} reload={reload} />
            </Panel>
          )
        }
      </Fetched>
      <Fetched of={items} what="parked items">
        {({ parked }) => (
          <Panel
            title={parked.length === 0 ? 'Nothing is parked' : group ? `${counted(parked.length, 'item')} of one cause` : counted(parked.length, 'item')}
            lead={parked.length === at_once_max ? `The newest ${at_once_max} are shown.` : undefined}
            more={group && <a href={links.parked({ practice })}>Show all causes</a>}
          >
            {parked.length === 0 ? (
              <Empty title="Nothing is parked">This is how it should be.</Empty>
            ) : (
              <>
                {may && <Chosen rows={parked} chosen={chosen} setChosen={setChosen} reload={reload} />}
                <Table<Parked> caption="Parked items" caption_hidden columns={columns(reload, may ? { chosen, choose } : null)} rows={parked} row_key={(p) => p.id} />
              </>
            )}
          </Panel>
        )}
      </Fetched>
    </Page>
  );
}

function Chosen(p: { rows: readonly Parked[]; chosen: ReadonlySet<string>; setChosen: (next: ReadonlySet<string>) => void; reload: () => void }) {
  const shown = p.rows.filter((row) => p.chosen.has(row.id)).map((row) => row.id);
  const about = counted(shown.length, 'chosen item');
  const all = shown.length === p.rows.length;
  return (
    <div class="app-chosen">
      <span role="status">{shown.length === 0 ? 'None is chosen.' : `${counted(shown.length, 'item')} chosen.`}</span>
      <button class="nhsuk-button nhsuk-button--small nhsuk-button--secondary" type="button" onClick={() => p.setChosen(all ? new Set() : new Set(p.rows.map((row) => row.id)))}>
        {all ? 'Choose none' : 'Choose all shown'}
      </button>
      {shown.length > 0 && (
        <>
          <ReleaseButton key={`r${shown.join()}`} chosen={{ items: shown }} retry label="Retry chosen" about={about} most={shown.length} onDone={p.reload} />
          <ReleaseButton key={`d${shown.join()}`} chosen={{ items: shown }} retry={false} label="Discard chosen" about={about} most={shown.length} onDone={p.reload} />
        </>
      )}
    </div>
  );
}
