// The rules by which messages about appointments go out by themselves, in plain words.
import type { PracticeSettings } from '../api/staff_forms';
import { Facts, Panel } from '../ui/bits';
import { links } from '../route/links';
import { InForce } from '../settings/in_force';
import { about, exclusionSaid, hours, ruleSaid, span } from '../settings/plain';
import { Empty } from '../ui/state';

export function RemindersPage() {
  return (
    <InForce path="/app/reminders" title="Reminders" section="reminders" lead="What goes out by itself about appointments. The practice’s administrator may change the rules.">
      {(value) => <Rules value={value} />}
    </InForce>
  );
}

export function Rules(p: { value: PracticeSettings }) {
  const { value } = p;
  const template = (id: string) => <a href={links.templates({ practice: value.practice })}>template {id}</a>;
  return (
    <>
      <Panel title="Reminders" lead={`They go ${hours(value.hours)}, except where a kind has hours of its own.`}>
        {value.reminders.length === 0 && <Empty title="No reminders">This practice has no rule for them.</Empty>}
        <ul>{value.reminders.map((rule) => <li key={rule.id}><strong>{rule.id}</strong>: {ruleSaid(rule)} Words: {template(rule.template)}.</li>)}</ul>
      </Panel>
      <Panel title="Besides reminders">
        <Facts
          rows={[
            ['After a booking', value.confirmation.template ? <span>A confirmation of {about({ ...value.confirmation, clinicians: [], slot_types: [] })}, not later than {span(value.confirmation.notice_min)} before the start. Words: {template(value.confirmation.template)}.</span> : 'Nothing is sent.'],
            ['After a missed appointment', value.missed.template ? <span>A text about {about({ ...value.missed, clinicians: [], slot_types: [] })}. Words: {template(value.missed.template)}.</span> : 'Nothing is sent.'],
            ['Friends and Family Test', value.fft.ask ? `Asked ${span(value.fft.delay_min)} after the appointment, not oftener than every ${value.fft.months_between} months${value.fft.share < 1 ? `, of ${Math.round(value.fft.share * 100)}% of those who may be asked` : ''}.` : 'Not asked.'],
            ['Waiting list', value.waiting_list.on ? `Slots that come free are offered to up to ${value.waiting_list.asked_max} patients, each with ${span(value.waiting_list.answer_within_min)} to answer, until ${span(value.waiting_list.notice_min)} before the start.` : 'Switched off.'],
          ]}
        />
      </Panel>
      <Panel title="Left out">
        {value.exclusions.length === 0 ? <p>Nothing is left out.</p> : <ul>{value.exclusions.map((one, i) => <li key={i}>{exclusionSaid(one)}</li>)}</ul>}
      </Panel>
    </>
  );
}
