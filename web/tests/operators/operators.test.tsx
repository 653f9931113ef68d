// What operators read before they pause, retry, discard or plan.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderToString } from 'preact-render-to-string';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { ParkedGroup, PracticeQueue, ProviderQueue, Rollout, RolloutCell } from '../../src/api/operator_types';
import { Groups } from '../../src/parked/groups';
import { at_once_max, forecast, release } from '../../src/parked/release';
import { RestoredStanding } from '../../src/practices/practice_page';
import { Standstill } from '../../src/queues/standstill_banner';
import { pauseWarning, providerWarning, whyWaiting } from '../../src/queues/why';
import { chosenRows, isLate, progressOf } from '../../src/rollout/progress';
import { Open } from '../../src/support/support_page';
import type { OnboardingCheck } from '../../src/api/onboarding_types';
import { changeIn } from '../../src/onboarding/difference';
import { Checked } from '../../src/onboarding/onboarding_page';
import { Body, placeOf, withMeasures } from '../../src/alerts/alerts_page';
import type { Alert, Alerts } from '../../src/api/alert_types';
import { Unconfirmed } from '../../src/api_keys/api_keys_page';
import { all_key_scopes, key_scopes } from '../../src/words/key_words';
import { alert_measures } from '../../src/words/alert_words';
import { rollout_phases, rollout_states } from '../../src/words/rollout_words';
import { practice } from '../rows';

const queue: PracticeQueue = { id: 'A99001', name: 'Demo Surgery', waiting: 12, ready: 3, later: 9, budget: 2, in_flight: 1, in_doubt: 0, oldest_at: null, paused: null, fenced: false };
const account: ProviderQueue = { id: 'firetext', type: 'firetext', state: 'up', breaker: 'closed', reason: '', waiting: 4, in_flight: 0, window: 20, oldest_at: null, alone: 2, paused: null };
const cell: RolloutCell = { phase: 'premium', state: 'not_planned', planned_on: '', owner: '', note: '', revision: 0 };

describe('why messages wait', () => {
  test('each part is said, and nothing is counted twice', () =>
    expect(whyWaiting(queue)).toEqual(['3 for room at a provider', '2 for the next day’s budget', '7 for their time: sending hours, the moment to take one back, or a rest before another try']));
  test('a pause stands above all else', () => expect(whyWaiting({ ...queue, paused: { by: 'ann', why: 'x', since: '' } })).toHaveLength(1));
  test('what waits for nothing has no reason', () => expect(whyWaiting({ ...queue, waiting: 0 })).toEqual([]));
});

describe('a standstill', () => {
  test('is on every page of the staff, with its reason', () => {
    const html = renderToString(<Standstill restored={[practice('A99001', { fenced: true })]} paused={[['A99002', { by: 'ann', why: '<script>x</script>', since: '2026-03-02T10:00:00.000Z' }]]} now={Date.parse('2026-03-02T11:00:00.000Z')} />);
    expect(html).toContain('Nothing is sent for A99001.</strong> Its records were restored from a backup');
    expect(html).toContain('Nothing is sent for A99002.</strong> Paused by ann since');
    expect(html).not.toContain('<script>');
    expect(renderToString(<Standstill restored={[]} paused={[]} now={0} />)).toBe('');
  });
  test('after a restore is the first thing on the practice’s page', () => {
    expect(renderToString(<RestoredStanding practice={practice('A99001', { fenced: true })} />)).toMatch(/Restored from a backup: nothing is sent.*\/ops\/backups/);
    expect(renderToString(<RestoredStanding practice={practice('A99001')} />)).toBe('');
  });
});

describe('before sending is paused', () => {
  test('it is said what waits, urgent texts too, and what can’t be held back', () => {
    expect(pauseWarning(queue)).toContain('12 messages wait now');
    expect(pauseWarning(queue)).toContain('urgent texts, too');
    expect(pauseWarning(queue)).toContain('1 is being sent and can’t be held back');
    expect(pauseWarning({ ...queue, in_flight: 0 })).not.toContain('held back');
  });
  test('a provider’s says who has no other', () => {
    expect(providerWarning(account)).toContain('2 practices have no other');
    expect(providerWarning({ ...account, alone: 0 })).toContain('No practice depends on this one');
  });
});

describe('letting parked items go', () => {
  const kinds = [{ kind: 'reply_arrived', items: 3, practices: 2, oldest_at: '2026-03-02T10:00:00.000Z' }];
  const answers: object[] = [];
  const asked: { items?: string[]; dry_run: boolean }[] = [];
  const serve = (): void => {
    vi.stubGlobal('fetch', (url: string, how: { body?: string }) => {
      if (url.endsWith('/me')) return Promise.resolve(new Response('{"user":"ann","csrf":"c","role":"full","may":[],"version":""}'));
      asked.push(JSON.parse(how.body ?? '{}') as { dry_run: boolean });
      return Promise.resolve(new Response(JSON.stringify(answers.shift())));
    });
  };
  afterEach(() => {
    vi.unstubAllGlobals();
    answers.length = asked.length = 0;
  });
  const said = (items: number, more: boolean, rest: object = {}): object => ({ dry_run: false, items, missing: 0, failed: 0, reason: '', more, kinds: [], ...rest });

  test('a patient’s reply isn’t discarded without being told that nobody reads it', () => {
    expect(forecast(kinds, false)).toEqual(['3 patients’ replies of 2 practices. Nobody ever reads it, and nothing is done about it.']);
    expect(forecast(kinds, true)[0]).toContain('a sure answer is acted on');
  });
  test('many go in as many requests as it takes', async () => {
    serve();
    answers.push(said(100, true), said(100, true), said(20, false));
    expect(await release({ group: 'g' }, true, 220, () => undefined)).toBe('220 items tried again.');
    expect(asked).toHaveLength(3);
  });
  test('what fails again and joins its group anew doesn’t go round for ever', async () => {
    serve();
    for (let i = 0; i < 10; i++) answers.push(said(100, true));
    await release({ group: 'g' }, true, 150, () => undefined);
    expect(asked).toHaveLength(2);
  });
  test('it stops, and says why, when one is not taken', async () => {
    serve();
    answers.push(said(1, true, { failed: 1, reason: 'too much is under way' }));
    expect(await release({ group: 'g' }, false, 5, () => undefined)).toBe('1 item discarded. 1 item was not taken: too much is under way.');
  });
  test('a group offers both for all of it', () => {
    const group: ParkedGroup = { id: 'g', kind: 'reply_arrived', reason: 'it ended', items: 4, practices: ['A1', 'A2', 'A3', 'A4'], oldest_at: '2026-03-02T10:00:00.000Z', newest_at: '2026-03-02T10:00:00.000Z' };
    const html = renderToString(<Groups rows={[group]} practice="" reload={() => undefined} />);
    for (const text of ['Retry all', 'Discard all', 'A1, A2, A3 and 1 more', 'Patients’ replies']) expect(html).toContain(text);
  });
  test('a request is as long as the server takes it', () => {
    const source = readFileSync(join(import.meta.dirname, '../../endpoint/operator_handlers.hpp'), 'utf8');
    expect(/parked_at_once_max = (\d+)/.exec(source)?.[1]).toBe(String(at_once_max));
  });
});

describe('the roll-out', () => {
  const schema = readFileSync(join(import.meta.dirname, '../../../schemas/rollout.hpp'), 'utf8');
  const words = (name: string): string[] => (new RegExp(`BOOST_DESCRIBE_ENUM\\(${name}, ([^)]*)\\)`).exec(schema)?.[1] ?? '').split(',').map((one) => one.trim());
  const board: Rollout = {
    phases: ['premium'],
    practices: [
      { practice: 'A1', name: 'One', served: true, cells: [{ ...cell, state: 'live' }] },
      { practice: 'A2', name: 'Two', served: true, cells: [{ ...cell, state: 'planned', planned_on: '2026-01-31', owner: 'Sam' }] },
      { practice: 'A3', name: 'Three', served: false, cells: [{ ...cell, state: 'not_wanted' }] },
    ],
  };
  test('every phase and state has words', () => {
    expect(Object.keys(rollout_phases)).toEqual(words('rollout_phase'));
    expect(Object.keys(rollout_states)).toEqual(words('rollout_state'));
  });
  test('who doesn’t want a phase isn’t counted against it', () => expect(progressOf(board, '2026-02-01')).toEqual([{ phase: 'premium', live: 1, planned: 1, late: 1, of: 2 }]));
  test('it is late the day after', () => {
    expect(isLate({ ...cell, state: 'planned', planned_on: '2026-01-31' }, '2026-01-31')).toBe(false);
    expect(isLate({ ...cell, state: 'live', planned_on: '2026-01-31' }, '2026-02-01')).toBe(false);
  });
  test('rows are found by owner and state', () => {
    expect(chosenRows(board.practices, 'sam', '').map((row) => row.practice)).toEqual(['A2']);
    expect(chosenRows(board.practices, '', 'live').map((row) => row.practice)).toEqual(['A1']);
  });
});

describe('alerts', () => {
  const schema = readFileSync(join(import.meta.dirname, '../../../schemas/alerts.hpp'), 'utf8');
  const measures = (/BOOST_DESCRIBE_ENUM\(alert_measure, ([^)]*)\)/.exec(schema)?.[1] ?? '').split(',').map((one) => one.trim());
  const one: Alert = { id: 'a', measure: 'provider_out', subject: 'firetext', what: 'The provider firetext is down.', since: '2026-03-02T10:00:00.000Z', acknowledged: false, by: '', note: '' };
  const page: Alerts = { configured: true, watching: true, mail_to: 'ops@icb.example', webhook: '', last_failure: '', untold: 0, firing: [one], history: [] };
  const html = (of: Alerts): string => renderToString(<Body of={of} reload={() => undefined} />);
  test('each has words', () => expect(Object.keys(alert_measures)).toEqual(measures));
  test('one that fires says what, and may be acknowledged', () => {
    expect(html(page)).toContain('The provider firetext is down.');
    expect(html(page)).toContain('Acknowledge');
    expect(html(page)).toContain('ops@icb.example');
  });
  test('one that somebody is at says who and what they do', () => {
    const said = html({ ...page, firing: [{ ...one, acknowledged: true, by: 'ann', note: 'rang <b>them</b>' }] });
    expect(said).toContain('rang &lt;b>them&lt;/b>');
    expect(said).not.toContain('Acknowledge<');
  });
  test('without a section nothing is watched, and it is said how to change that', () => expect(html({ ...page, configured: false })).toContain('Add the section'));
  test('an acknowledgement is about what its alert was about', () => {
    const line = { at: '', id: 'a', measure: 'parked', subject: '', turn: 'raised', what: '', by: '' };
    expect(withMeasures([{ ...line, measure: '', turn: 'acknowledged' }, line]).map((one) => one.measure)).toEqual(['parked', 'parked']);
  });
  test('an alert leads to where it is mended', () => {
    expect(placeOf('budget_used', 'A99001')).toBe('/ops/practices/A99001');
    expect(placeOf('documents_held', 'A99001')).toBe('/ops/connectors');
    expect(placeOf('queue_age', 'firetext')).toBe('/ops/queues');
    expect(placeOf('queue_age', '')).toBe('/ops/backups');
  });
});

describe('a practice’s file on its way in', () => {
  const good: OnboardingCheck = { practice: 'A99007', name: 'Hill <b>Surgery</b>', exists: false, base: '', errors: [], warnings: [], difference: [{ how: 'new', what: 'code: A99007' }] };
  const html = (of: OnboardingCheck): string => renderToString(<Checked of={of} yaml="code: A99007" />);
  test('can be applied once it has no errors', () => {
    expect(html(good)).toContain('has no errors');
    expect(html(good)).toContain('Put it in force');
    expect(html(good)).toContain('Hill &lt;b>Surgery&lt;/b>');
  });
  test('can’t be applied with an error, which says where it is and what may stand there', () => {
    const said = html({ ...good, errors: [{ line: 3, column: 7, reason: 'an unknown provider', found: '`firetxt`', allowed: 'did you mean `firetext`?' }] });
    expect(said).toContain('Line 3, column 7');
    expect(said).toContain('did you mean');
    expect(said).not.toContain('Put it in force');
  });
  test('that changes nothing can’t be applied either', () => expect(html({ ...good, exists: true, difference: [] })).not.toContain('Put it in force'));
  test('shows what goes and what comes to those who hear it, too', () => {
    const said = html({ ...good, exists: true, difference: [{ how: 'left_out', what: '4' }, { how: 'old', what: 'name: A' }, { how: 'new', what: 'name: B' }] });
    expect(said).toContain('Goes: ');
    expect(said).toContain('Comes: ');
    expect(said).toContain('4 lines that stay');
  });
  test.each([
    [[{ how: 'new', what: 'a' }, { how: 'old', what: 'b' }], true, '1 line comes, 1 line goes.'],
    [[], true, 'It is what is in force already.'],
    [[{ how: 'new', what: 'a' }], false, 'This practice is new here: 1 line.'],
  ] as const)('%j is said in a sentence', (lines, exists, words) => expect(changeIn(lines, exists)).toBe(words));
});

describe('support access', () => {
  const one = { practice: 'A99001', user: 'helper', until: '2026-03-02T11:00:00.000Z', by: 'boss', reason: 'replies are missing' };
  test('whoever may let in may send out', () => expect(renderToString(<Open practice="A99001" rows={[one]} may reload={() => undefined} />)).toContain('End now'));
  test('others see who is in, by whom and why', () => {
    const html = renderToString(<Open practice="A99001" rows={[one]} may={false} reload={() => undefined} />);
    expect(html).not.toContain('End now');
    for (const text of ['helper', 'boss', 'replies are missing']) expect(html).toContain(text);
  });
});

describe('programs’ keys after a restore', () => {
  const key = (state: string) => ({ name: state, type: 'normal', guests: 0, scopes: [], made_in: 'browser', state, by: 'ann', at: null, revoked_by: null, revoked_at: null, confirmed_by: null, confirmed_at: null });
  const page = (...states: string[]) => renderToString(<Unconfirmed of={{ service_id: '', can_make: true, keys: states.map(key) }} reload={() => undefined} />);
  test('that wait are told of, with how many', () => expect(page('in_force', 'unconfirmed', 'unconfirmed')).toContain('2 keys wait to be confirmed'));
  test('nothing is said when none waits', () => expect(page('in_force', 'revoked')).toBe(''));
  test('what a key may do when nobody says is all of the form but what the rest has in it', () =>
    expect(key_scopes.map(([name]) => name).filter((one) => one !== 'read_own')).toEqual(all_key_scopes));
});
