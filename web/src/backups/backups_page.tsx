import type { Backup, Backups } from '../api/types';
import { useResource } from '../api/use_resource';
import { bytes, counted, duration, number } from '../format/format';
import { practices } from '../live/live';
import { Action } from '../ui/action';
import { Facts, Panel, When } from '../ui/bits';
import { Page } from '../ui/page';
import { Empty, Fetched } from '../ui/state';
import { Table, type Column } from '../ui/table';

/** More rows than anybody looks through only make the page slow. */
const rows_shown_max = 100;

const columns: readonly Column<Backup>[] = [
  { head: 'Made', cell: (b) => <When at={b.at} /> },
  { head: 'Number', numeric: true, cell: (b) => number(b.number) },
  { head: 'Size', numeric: true, cell: (b) => bytes(b.bytes) },
  { head: 'Added', numeric: true, cell: (b) => bytes(b.added) },
  { head: 'Records', numeric: true, cell: (b) => number(b.records) },
  { head: 'Practices', numeric: true, cell: (b) => number(b.practices) },
  { head: 'Took', numeric: true, cell: (b) => duration(b.took_ms) },
];

export function BackupsPage(_p: { parts: Readonly<Record<string, string>> }) {
  const answer = useResource<Backups>('backups');
  return (
    <Page title="Backups" lead="Copies of everything Tidings knows, encrypted, made while it runs. How to restore one is in the runbook.">
      <Fetched of={answer} what="backups">
        {(value) => (
          <>
            <Restored of={value} reload={answer.reload} />
            <Panel title="Now">
              <Facts rows={facts(value)} />
              {value.configured && value.released && (
                <Action key={value.requests_done} label="Make a backup now" about="" path="backups" done="It is being made." onDone={answer.reload} secondary />
              )}
            </Panel>
            <Panel
              title={counted(value.list.length, 'backup')}
              lead={value.list.length > rows_shown_max ? `The newest ${rows_shown_max} are shown.` : undefined}
            >
              {value.list.length === 0 ? (
                <Empty title="No backups yet">{value.configured ? 'The first one is made soon.' : 'Set “backup: folder” in broker.yaml.'}</Empty>
              ) : (
                <Table<Backup> caption="Backups" caption_hidden columns={columns} rows={value.list.slice(-rows_shown_max).reverse()} row_key={(b) => String(b.number)} />
              )}
            </Panel>
          </>
        )}
      </Fetched>
    </Page>
  );
}

function facts(of: Backups): readonly (readonly [string, string | preact.JSX.Element])[] {
  return [
    ['State', of.state === 'running' ? `Running: ${of.doing || 'starting'}, ${bytes(of.done)}` : of.configured ? 'Waiting for its time' : 'Not configured'],
    ['Last attempt', of.last_failure || 'Worked, or none was made yet'],
    ['Next', of.next_at ? <When at={of.next_at} /> : 'None'],
  ];
}

function Restored(p: { of: Backups; reload: () => void }) {
  const fenced = (practices.value ?? []).filter((one) => one.fenced);
  if (p.of.released && fenced.length === 0) return null;
  return (
    <Panel title="Restored from a backup: nothing is sent" lead="Messages that may have gone out after the backup are in doubt and are looked up at their providers. Release the practices when the old broker is certainly off and nothing is in doubt any more that can be cleared up.">
      <Facts rows={[
        ['Restored', <When at={p.of.restored_at} />],
        ['From the backup of', <When at={p.of.backed_up_at} />],
        ['Waiting for release', counted(fenced.length, 'practice')],
        ['Messages in doubt', number(fenced.reduce((all, one) => all + one.in_doubt, 0))],
      ]} />
      <Action label="Release all practices" about="after the restore" path="restore/release" done="Released: messages go again." onDone={p.reload} confirm="Is the old broker off? Two would send everything twice." />
    </Panel>
  );
}
