import { describe, expect, test } from 'vitest';
import { columnsOf, minutesOf, peak } from '../../src/overview/chart_data';
import { standing } from '../../src/overview/summary';
import { connector, overview, practice, provider, tick } from '../rows';

describe('how things stand', () => {
  test('all well is said in one sentence', () => {
    const how = standing(overview(), [connector('A99001')], [provider('main')], tick(1));
    expect(how).toEqual({ level: 'good', headline: 'All is well: 3 practices connected, every message on its way.', concerns: [] });
  });

  test('one broken connection is named and linked to its practice', () => {
    const how = standing(overview(), [connector('A99001', { state: 'awaiting_approval', practice_name: 'Oak Lane' })], [], tick(1));
    expect(how.level).toBe('error');
    expect(how.concerns).toEqual([{ text: 'Oak Lane: the clinical system is not connected', href: '/ops/practices/A99001', level: 'error' }]);
  });

  test.each([
    ['a provider down', [], [provider('main', { state: 'down' })], tick(1), 'error'],
    ['a provider with trouble', [], [provider('main', { state: 'degraded' })], tick(1), 'warn'],
    ['a slow connection', [connector('A', { state: 'degraded' })], [], tick(1), 'warn'],
    ['parked items', [], [], tick(1, { parked: 2 }), 'error'],
    ['messages in doubt', [], [], tick(1, { in_doubt: 1 }), 'warn'],
    ['staff items alone', [], [], tick(1, { staff_items: 4 }), 'good'],
  ] as const)('%s', (_what, connectors, providers, now, level) => expect(standing(overview(), connectors, providers, now).level).toBe(level));

  test('practices that were restored and not released are named first: nothing of theirs is sent', () => {
    const restored = [practice('A99001', { state: 'degraded', fenced: true }), practice('A99002', { state: 'down', connector_state: 'down', fenced: true })];
    const how = standing(overview(), [connector('A99002', { state: 'down' })], [], tick(1), restored);
    expect(how.level).toBe('error');
    expect(how.concerns[0]).toEqual({ text: '2 practices were restored from a backup: nothing of theirs is sent until they are released', href: '/ops/backups', level: 'error' });
    expect(how.concerns).toHaveLength(2);
    const one = standing(overview(), [], [], tick(1), restored.slice(0, 1));
    expect(one.concerns.map((c) => c.text)).toEqual(['Practice A99001 was restored from a backup: nothing of theirs is sent until it is released']);
  });

  test('what a practice holds back is never "every message on its way"', () => {
    const of = (some: Parameters<typeof practice>[1]) => standing(overview(), [], [], tick(1), [practice('A99001', some), practice('A99002')]).concerns;
    expect(of({ state: 'degraded' })).toEqual([{ text: 'Practice A99001: sending is paused, or its documents wait', href: '/ops/practices/A99001', level: 'warn' }]);
    expect(of({ state: 'down', trouble: 'a table is missing' })).toEqual([{ text: 'Practice A99001 is closed: its records are damaged', href: '/ops/practices/A99001', level: 'error' }]);
    expect(of({ held: 12 })).toEqual([{ text: 'Practice A99001: 12 messages wait for the next day’s budget', href: '/ops/practices/A99001', level: 'warn' }]);
    expect(of({ state: 'degraded', parked: 1 })).toEqual([]); // the parked items are named on their own
    expect(of({ state: 'degraded', connector_state: 'degraded' })).toEqual([]); // so are the connections
  });

  test('that nothing is lost is not said while records are damaged', () => {
    const headline = (some: Parameters<typeof practice>[1]) => standing(overview(), [], [], tick(1), [practice('A99001', some)]).headline;
    expect(headline({ held: 1 })).toBe('1 thing needs attention. Nothing is lost: messages wait.');
    expect(headline({ state: 'down', trouble: 'a table is missing' })).toBe('1 thing needs attention.');
  });

  test('many practices that hold something back are counted', () => {
    const many = ['A1', 'A2', 'A3'].map((id) => practice(id, { state: 'degraded', held: 2 }));
    expect(standing(overview(), [], [], tick(1), many).concerns.map((c) => [c.text, c.href])).toEqual([
      ['3 practices are paused, or their documents wait', '/ops/queues'],
      ['3 practices have messages that wait for the next day’s budget', '/ops/practices'],
    ]);
  });

  test('a starting broker says so', () => expect(standing(overview({ state: 'starting' }), [], [], null).headline).toMatch(/starting/));
  test('an empty broker says so', () => expect(standing(overview({ practices: 0 }), [], [], null).headline).toMatch(/No practice is set up/));
  test('a degraded broker is never called well', () => expect(standing(overview({ state: 'degraded' }), [], [], tick(1)).level).toBe('warn'));
});

describe('the chart', () => {
  test('a gap in time is a gap in the lines', () => {
    const [seconds, sent] = columnsOf([tick(10, { sent: 1 }), tick(11, { sent: 2 }), tick(20, { sent: 3 })]);
    expect(seconds).toEqual([10, 11, 12, 20]);
    expect(sent).toEqual([1, 2, null, 3]);
  });

  test('one late second is no gap', () => expect(columnsOf([tick(10), tick(12)])[0]).toEqual([10, 12]));

  test('the table sums whole minutes, newest first', () => {
    const minutes = minutesOf([tick(59, { sent: 1 }), tick(60, { sent: 2, failed: 1 }), tick(119, { sent: 3 })]);
    expect(minutes.map((m) => [m.from, m.sent, m.failed])).toEqual([[60, 5, 1], [0, 1, 0]]);
  });

  test('the busiest second', () => {
    expect(peak([tick(1, { sent: 4 }), tick(2, { sent: 9 })])).toBe(9);
    expect(peak([])).toBe(0);
  });
});
