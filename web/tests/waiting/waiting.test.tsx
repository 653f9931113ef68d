import { renderToString } from 'preact-render-to-string';
import { expect, test } from 'vitest';
import type { FreedSlot, SlotOffer, WaitingEntry } from '../../src/api/waiting_types';
import { Slots, Waiting } from '../../src/waiting/waiting_page';

const entry: WaitingEntry = { id: 'e1', practice: 'A99001', patient: 'p-amira-long-id', session: 'GP Surgery', clinician: '', since: '2026-03-02T10:00:00.000Z', by: 'reception', name: '' };
const offer: SlotOffer = { patient: 'p-amira-long-id', message: 'm1', state: 'asked', asked_at: '2026-03-02T10:00:00.000Z', ended_at: null, reply: '', why: '' };
const slot: FreedSlot = { id: 's1', practice: 'A99001', starts_at: '2026-03-03T10:00:00.000Z', minutes: 10, session: 'GP Surgery', clinician: 'Dr Patel', slot_type: 'Standard', site: '', freed_at: '2026-03-02T09:00:00.000Z', state: 'open', closed_at: null, by: '', offers: [] };
const nothing = (): void => undefined;

test('whoever waits is shown without a name', () => {
  const html = renderToString(<Waiting rows={[{ ...entry, name: 'Amira Okafor' }]} reload={nothing} />);
  expect(html).not.toContain('Amira');
  expect(html).toContain('GP Surgery');
});
test('and by name once that was asked for', () => expect(renderToString(<Waiting rows={[{ ...entry, name: 'Amira Okafor' }]} named reload={nothing} />)).toContain('Amira Okafor'));
test('a free slot may be stopped', () => expect(renderToString(<Slots rows={[slot]} reload={nothing} />)).toContain('Offer no more'));
test.each(['promised', 'booked', 'given_away', 'stopped'])('one that is %s may not', (state) => expect(renderToString(<Slots rows={[{ ...slot, state }]} reload={nothing} />)).not.toContain('Offer no more'));
test('how each offer ended is said in words', () => {
  const html = renderToString(<Slots rows={[{ ...slot, state: 'promised', offers: [{ ...offer, state: 'lapsed' }, { ...offer, patient: 'p2', state: 'taken' }, { ...offer, patient: 'p3', message: '', state: 'not_asked', why: 'this number has opted out' }] }]} reload={nothing} />);
  expect(html).toContain('No answer in time');
  expect(html).toContain('Said YES first');
  expect(html).toContain('This number has opted out');
});
