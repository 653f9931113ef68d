// What is in force at a practice, in plain words. Secrets and staff's numbers are not shown.
import type { PracticeSettings } from '../api/staff_forms';
import { counted, percent, pounds } from '../format/format';
import { links } from '../route/links';
import { cost } from '../send/check';
import { Facts, Panel } from '../ui/bits';
import { nameFor } from '../words/look_up';
import { channel_names, kind_names } from '../words/staff_words';
import { InForce } from './in_force';
import { hours, list } from './plain';

export function SettingsPage() {
  return (
    <InForce path="/app/settings" title="Settings" section="" lead="What is in force now. The practice’s administrator may change part of it, the host’s operators the rest; keys and passwords are never shown.">
      {(value) => <Settings value={value} />}
    </InForce>
  );
}

const kinds = (of: readonly string[]): string => list(of.map((one) => nameFor(kind_names, one)));

export function Settings(p: { value: PracticeSettings }) {
  const { value } = p;
  return (
    <>
      <Panel title="The practice">
        <Facts
          rows={[
            ['Name', `${value.name} (${value.practice})`],
            ['Telephone in texts', value.phone],
            ['Patients see as sender', value.sender],
            ['Patients answer to', value.reply_numbers.length > 0 ? list(value.reply_numbers) : 'nothing: texts can’t be answered'],
            ['Letters in texts', value.alphabet === 'unicode' ? 'any; letters beyond the usual ones make a text dearer' : 'English and Welsh; others go as their likeness'],
            ['Staff’s test numbers', value.test_numbers === 0 ? 'none' : counted(value.test_numbers, 'number')],
          ]}
        />
      </Panel>
      <Panel title="Clinical system">
        <Facts rows={[['System', value.system], ['Read', `every ${counted(Math.round(value.poll_every_s / 60), 'minute')}, ${counted(value.days_ahead, 'day')} ahead`]]} />
      </Panel>
      <Panel title="When messages go">
        <Facts
          rows={[
            ['Sending hours', hours(value.hours)],
            ['Kinds that keep them', kinds(value.hours.kinds)],
            ...value.hours.own.map((one): [string, string] => [`Hours of ${nameFor(kind_names, one.kind)}`, hours(one)]),
            ['By', list(value.hours.channels.map((one) => nameFor(channel_names, one).toLowerCase()))],
            ['Staff read replies', hours(value.staffed)],
          ]}
        />
      </Panel>
      <Panel title="How messages go, and what they may cost">
        <Facts
          rows={[
            ['Text messages', route(value.sms_route, value.route_by_weight)],
            ['E-mails', route(value.email_route, value.route_by_weight)],
            ['Telephone calls', route(value.voice_route, value.route_by_weight)],
            ['Price of a text message', value.pence_per_segment === 0 ? 'not known' : cost(value.pence_per_segment)],
            ['Budget', value.budget_pence_a_day === 0 ? 'no limit' : `${pounds(value.budget_pence_a_day)} a day; staff are warned at ${percent(value.budget_warn_share)} of it`],
            ['Sent beyond it', value.budget_pence_a_day === 0 ? null : kinds(value.beyond_budget)],
          ]}
        />
      </Panel>
      <Panel title="What is filed in the record">
        <Facts
          rows={[
            ['When a reminder was delivered', value.codes.reminder_sent || 'nothing'],
            ['When a patient confirmed', value.codes.confirmed || 'nothing'],
            ['When a patient cancelled', value.codes.cancelled || 'nothing'],
            ['By hand', value.codes_by_hand.length === 0 ? 'nothing' : list(value.codes_by_hand.map((one) => `${one.text} (${one.code})`))],
          ]}
        />
      </Panel>
      <Panel title="Besides">
        <Facts
          rows={[
            ['Templates', <a href={links.templates({ practice: value.practice })}>{counted(value.templates.length, 'template')}</a>],
            ['Reminders', <a href={links.reminders({ practice: value.practice })}>{counted(value.reminders.length, 'rule')}</a>],
            ['Keywords', <a href={links.keywords({ practice: value.practice })}>{counted(value.keywords.length, 'keyword')}</a>],
            ['Ready-made answers', value.canned.length === 0 ? 'none' : list(value.canned.map((one) => one.name))],
            ['Health questions', value.questions.length === 0 ? 'none' : list(value.questions.map((one) => `${one.id} (${counted(one.questions, 'question')}${one.ask_by === 'link' ? ', by link' : ''})`))],
            ['Programs that may send', value.api_keys.length === 0 ? 'none' : list(value.api_keys.map((one) => `${one.name} (${one.type} key)`))],
          ]}
        />
      </Panel>
    </>
  );
}

const route = (providers: readonly string[], by_weight: boolean): string =>
  providers.length === 0 ? 'not sent' : providers.length === 1 ? `by ${providers[0] ?? ''}` : by_weight ? `spread over ${list(providers)}` : `by ${providers[0] ?? ''}, and by ${list(providers.slice(1))} when that is out`;
