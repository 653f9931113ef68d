import { describe, expect, test } from 'vitest';
import { columnsOf, minutesOf, peak } from '../../src/overview/chart_data';
import { standing } from '../../src/overview/summary';
import { connector, overview, provider, tick } from '../rows';

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
