import { renderToString } from 'preact-render-to-string';
import { describe, expect, test } from 'vitest';
import { reasonOf } from '../../src/api/client';
import { stepsOf } from '../../src/messages/steps';
import { Timeline } from '../../src/messages/timeline';
import { Notes } from '../../src/overview/notes';
import { staffFirst } from '../../src/replies/order';
import { Fetched } from '../../src/ui/state';
import { message, note } from '../rows';

const at = '2026-11-22T09:00:00.000Z';
const resource = <T,>(value: T | null, status?: number) => ({ value, problem: status === undefined ? null : { status, reason: 'Because.' }, reload: () => undefined });
const shown = (of: ReturnType<typeof resource<string>>) => renderToString(<Fetched of={of} what="messages">{(v) => <p>value {v}</p>}</Fetched>);

describe('a fetched thing', () => {
  test('says that it loads', () => expect(shown(resource<string>(null))).toContain('Loading messages'));
  test('shows its value', () => expect(shown(resource('x'))).toContain('value x'));
  test('says why not, and offers another try', () => {
    const html = shown(resource<string>(null, 503));
    expect(html).toContain('Because.');
    expect(html).toContain('Try again');
    expect(html).not.toContain('Loading');
  });
  test('keeps old figures under a failure and says they are old', () => {
    const html = shown(resource('x', 0));
    expect(html).toContain('value x');
    expect(html).toContain('from before');
  });
  test('leaves a lost session to the notice above the page', () => expect(shown(resource<string>(null, 401))).toBe(''));
});

test.each([
  [{ errors: [{ code: 'x', reason: 'Too long.', field: 'q' }] }, 'Too long.'],
  [{ errors: [] }, null],
  [{ errors: [{ reason: 7 }] }, null],
  [null, null],
  ['text', null],
])('the reason in %j is %j', (body, reason) => expect(reasonOf(body)).toBe(reason));

describe('notes', () => {
  test('link only to our own pages', () => {
    const html = renderToString(<Notes rows={[note(at, 'a', { link: '/ops/messages/1' }), note(at, 'b', { link: 'https://elsewhere.example/' }), note(at, 'c', { link: 'javascript:alert(1)' })]} />);
    expect(html).toContain('href="/ops/messages/1"');
    expect(html).not.toContain('elsewhere');
    expect(html).not.toContain('javascript:');
  });
  test('say when there are none', () => expect(renderToString(<Notes rows={[]} />)).toContain('Nothing yet'));
});

describe('one message', () => {
  test.each([
    ['accepted', {}, ['Accepted', 'Sent', 'Delivered']],
    ['delivered', { sent_at: at, delivered_at: at }, ['Accepted', 'Sent', 'Delivered']],
    ['permanent_failure', { sent_at: at, failed_at: at }, ['Accepted', 'Sent', 'Failed']],
    ['technical_failure', { failed_at: at }, ['Accepted', 'Failed']],
    ['cancelled', {}, ['Accepted']],
  ])('%s goes through its steps', (state, some, steps) => expect(stepsOf(message({ state, ...some })).map((s) => s.name)).toEqual(steps));

  test('its timeline shows each event in words, and words from outside stay words', () => {
    const html = renderToString(<Timeline entries={[{ sequence: 7, at, type: 'attempt_started', summary: '<script>x</script>', reply: '', operation: '' }]} />);
    expect(html).toContain('Attempt');
    expect(html).toContain('&lt;script>');
  });
});

test('urgent replies come first, then those for staff, then the rest as they came', () => {
  const rows = [{ id: 1, urgent: false, state: 'acted' }, { id: 2, urgent: false, state: 'staff' }, { id: 3, urgent: true, state: 'staff' }, { id: 4, urgent: false, state: 'acted' }];
  expect(staffFirst(rows).map((r) => r.id)).toEqual([3, 2, 1, 4]);
});
