// What fires now, who is at it, and what happened before.
import { useId, useState } from 'preact/hooks';
import { postJson } from '../api/client';
import { useMay } from '../api/may';
import type { Alert, AlertLine, Alerts } from '../api/alert_types';
import { useResource } from '../api/use_resource';
import { counted } from '../format/format';
import { links } from '../route/links';
import { Ago, Facts, Legend, Panel, When } from '../ui/bits';
import { Page } from '../ui/page';
import { Empty, Fetched } from '../ui/state';
import { Table, type Column } from '../ui/table';
import { StateTag } from '../ui/tag';
import { alert_measures, alert_turns } from '../words/alert_words';

/** More lines than anybody looks through only make the page slow. */
const lines_shown_max = 100;

/** Where whoever reads the alert goes to mend it. */
export function placeOf(measure: string, subject: string): string {
  if (measure === 'connector_down' || measure === 'documents_held') return links.connectors();
  if (measure === 'provider_out') return links.providers;
  if (measure === 'queue_age') return subject ? links.queues : links.backups;
  if (measure === 'in_doubt') return links.messages({ state: 'in_doubt' });
  if (measure === 'parked') return links.parked();
  if (measure === 'backup_age') return links.backups;
  if (measure === 'budget_used') return links.practice(subject);
  return '';
}

const Subject = (p: { measure: string; subject: string }) => {
  const to = placeOf(p.measure, p.subject);
  const text = p.subject || 'the host';
  return to ? <a href={to}>{text}</a> : <>{text}</>;
};

const firingColumns = (reload: () => void): readonly Column<Alert>[] => [
  { head: 'Alert', cell: (a) => <StateTag words={alert_measures} state={a.measure} /> },
  { head: 'About', cell: (a) => <Subject measure={a.measure} subject={a.subject} /> },
  { head: 'What', cell: (a) => <span class="app-name">{a.what}</span> },
  { head: 'Since', cell: (a) => <Ago at={a.since} /> },
  { head: 'Who is at it', cell: (a) => (a.acknowledged ? <span class="app-name">{a.by}<span class="app-why">{a.note}</span></span> : <Acknowledge alert={a} reload={reload} />) },
];

const lineColumns: readonly Column<AlertLine>[] = [
  { head: 'When', cell: (l) => <When at={l.at} /> },
  { head: 'What happened', cell: (l) => <StateTag words={alert_turns} state={l.turn} /> },
  { head: 'Alert', cell: (l) => (l.measure ? <StateTag words={alert_measures} state={l.measure} /> : '–') },
  { head: 'About', cell: (l) => (l.measure ? <Subject measure={l.measure} subject={l.subject} /> : '–') },
  { head: 'In words', cell: (l) => <span class="app-name">{l.by && `${l.by}: `}{l.what}</span> },
];

function Acknowledge(p: { alert: Alert; reload: () => void }) {
  const [open, setOpen] = useState(false);
  const [said, setSaid] = useState('');
  const id = useId();
  const path = `alerts/${encodeURIComponent(p.alert.id)}/acknowledge`;
  if (!useMay('POST', path)) return null;
  const send = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const note = String(new FormData(event.currentTarget as HTMLFormElement).get('note') ?? '').trim();
    if (note === '') return setSaid('Say who does what about it.');
    const answer = await postJson(path, { note });
    if (answer.ok) p.reload();
    else setSaid(answer.problem.reason);
  };
  if (!open)
    return (
      <span class="app-action">
        <button class="nhsuk-button nhsuk-button--small nhsuk-button--secondary" type="button" onClick={() => setOpen(true)}>
          Acknowledge<span class="nhsuk-u-visually-hidden">: {p.alert.what}</span>
        </button>
      </span>
    );
  return (
    <form class="app-forecast" noValidate onSubmit={(event) => void send(event)} aria-label={`Acknowledge: ${p.alert.what}`}>
      <div class="app-field">
        <label class="nhsuk-label" for={id}>Who does what about it</label>
        <input class="nhsuk-input nhsuk-input--width-20" id={id} name="note" type="text" autoComplete="off" />
      </div>
      <span class="app-row">
        <button class="nhsuk-button nhsuk-button--small" type="submit">Acknowledge</button>
        <button class="nhsuk-button nhsuk-button--small nhsuk-button--secondary" type="button" onClick={() => setOpen(false)}>Leave it</button>
      </span>
      <p role="status" class="app-action__failed">{said}</p>
    </form>
  );
}

export function AlertsPage(_p: { parts: Readonly<Record<string, string>> }) {
  const answer = useResource<Alerts>('alerts');
  return (
    <Page title="Alerts" lead="What the host’s operators are called for. The limits stand in broker.yaml, section alerts.">
      <Fetched of={answer} what="the alerts">{(value) => <Body of={value} reload={answer.reload} />}</Fetched>
    </Page>
  );
}

/** Whoever acknowledged named only the alert: what it is about stands in its other lines. */
export function withMeasures(lines: readonly AlertLine[]): AlertLine[] {
  const known = new Map(lines.filter((line) => line.measure).map((line) => [line.id, line]));
  return lines.map((line) => ({ ...line, measure: line.measure || (known.get(line.id)?.measure ?? ''), subject: line.subject || (known.get(line.id)?.subject ?? '') }));
}

export function Body(p: { of: Alerts; reload: () => void }) {
  const { of } = p;
  if (!of.configured) return <Panel title="Nothing is watched"><Empty title="There are no alerts">Add the section <code>alerts</code> to broker.yaml and restart the broker.</Empty></Panel>;
  return (
    <>
      <Panel title={of.firing.length === 0 ? 'Nothing fires' : `${counted(of.firing.length, 'alert fires', 'alerts fire')}`} lead={of.watching ? undefined : 'Just now nothing is watched: the broker starts, or its figures can’t be had.'}>
        {of.firing.length === 0
          ? <Empty title="Nothing fires">This is how it should be.</Empty>
          : <Table<Alert> caption="Alerts that fire" caption_hidden columns={firingColumns(p.reload)} rows={of.firing} row_key={(a) => a.id} />}
        <Legend summary="What the alerts mean" words={alert_measures} />
      </Panel>
      <Panel title="Who is told">
        <Facts rows={[
          ['By e-mail', of.mail_to || 'Nobody: no mail server is configured'],
          ['By webhook', of.webhook || 'Nobody: none is configured'],
          ['Last attempt', of.last_failure || 'Worked, or none was made yet'],
          ['Still to be told', of.untold > 0 ? counted(of.untold, 'notice') : ''],
        ]} />
      </Panel>
      <Panel title="What happened" lead={of.history.length > lines_shown_max ? `The newest ${lines_shown_max} are shown; the audit trail has all of them.` : 'Newest first.'}>
        {of.history.length === 0
          ? <Empty title="Nothing yet" />
          : <Table<AlertLine> caption="What happened, newest first" caption_hidden columns={lineColumns} rows={withMeasures(of.history).slice(0, lines_shown_max)} row_key={(l) => l.at + l.id + l.turn} />}
        <Legend summary="What these words mean" words={alert_turns} />
      </Panel>
    </>
  );
}
