// Patients, now-messages, reports and what is in force, as staff see them.
import { renderToString } from 'preact-render-to-string';
import { describe, expect, test } from 'vitest';
import type { PricedPreview, ReminderRule, SendOptions } from '../../src/api/staff_forms';
import type { ChannelChoice, OptOut, PatientEvent, PatientFound, PatientVisit, ReportFigures } from '../../src/api/staff_types';
import { Reading } from '../../src/keywords/try_it';
import { Keywords, whatItDoes } from '../../src/keywords/keywords_page';
import { Rows } from '../../src/opt_outs/opt_outs_page';
import { Events } from '../../src/patients/history';
import { stateOf } from '../../src/patients/patient_page';
import { Found, said } from '../../src/patients/search';
import { wanted } from '../../src/patients/wishes';
import { Kinds, Summary } from '../../src/reports/reports_page';
import { became, waits } from '../../src/send/became';
import { cost, Preview } from '../../src/send/check';
import { bodyOf, missing } from '../../src/send/wish';
import { about, hours, ruleSaid, span } from '../../src/settings/plain';

const hostile = '<script>alert(1)</script>';
const options: SendOptions = {
  templates: [{ id: 'ring-us', title: 'Ring us', body: 'Dear ((first_name)), please ring us about ((subject)).', alphabet: 'gsm', fields: ['subject'] }],
  test_numbers: ['447700900555'], alphabet: 'gsm', sender: '447700900999', pence_per_segment: 3.2,
};
const preview: PricedPreview = { body: 'Dear Amira, please ring us.', to: '447700900123', encoding: 'gsm7', units: 27, segments: 1, parts: ['Dear Amira, please ring us.'], refused: '', pence: 3.2 };

describe('a message by hand', () => {
  test('needs words, and every field of its template', () => {
    expect(missing(options, { template: '', text: '  ', fields: {} })?.field).toBe('text');
    expect(missing(options, { template: 'ring-us', text: '', fields: {} })?.why).toContain('subject');
    expect(missing(options, { template: 'ring-us', text: '', fields: { subject: 'your test' } })).toBeNull();
  });
  test('is asked for by template with its fields, or by its own words, never both', () => {
    expect(bodyOf('A99001', { patient: 'p1' }, options, { template: 'ring-us', text: 'left over', fields: { subject: ' your test ', other: 'x' } })).toEqual({ practice: 'A99001', patient: 'p1', template: 'ring-us', personalisation: { subject: 'your test' } });
    expect(bodyOf('A99001', { to: '07700900555' }, options, { template: '', text: 'Hello', fields: {} })).toEqual({ practice: 'A99001', to: '07700900555', text: 'Hello' });
  });
  test('is shown with its number, parts and price', () => {
    const html = renderToString(<Preview preview={{ ...preview, segments: 2, parts: ['one', 'two'], pence: 6.4 }} name="Amira Okafor" sender="447700900999" />);
    expect(html).toContain('+447700900123');
    expect(html).toContain('2 text messages to pay for');
    expect(html).toContain('6.4p');
    expect(html).toContain('The 2 parts');
  });
  test('whose price isn’t known says so', () => expect(renderToString(<Preview preview={{ ...preview, pence: null }} name="A" sender="x" />)).toContain('not known'));
  test('runs no script of a template or a name', () => expect(renderToString(<Preview preview={{ ...preview, body: hostile }} name={hostile} sender={hostile} />)).not.toContain('<script>'));
  test.each([
    [null, 0, 'It goes now'],
    ['accepted', 1, 'It goes now'],
    ['accepted', 3, 'It has not gone yet'],
    ['dispatching', 1, 'On its way'],
    ['delivered', 60, 'On its way'],
    ['in_doubt', 9, 'may or may not have been taken'],
    ['permanent_failure', 9, 'Can’t be delivered'],
    ['suppressed', 9, 'Held back'],
  ])('that is %s %d s after its time is told as it is', (state, seconds, words) => expect(became(state, seconds)).toContain(words));
  test('can be taken back for as long as it waits', () => expect([waits('accepted', 2), waits('accepted', 4), waits('sent', 4), waits(null, 4)]).toEqual([false, true, false, false]));
  test.each([[3.2, '3.2p'], [0, '0p'], [123, '£1.23']])('%d pence are %s', (pence, text) => expect(cost(pence)).toBe(text));
});

describe('a search', () => {
  const row: PatientFound = { id: 'p1', name: 'Amira Okafor', nhs_number: '9990000018', mobile: '07700 900123', against: '', next_at: null };
  test('says how many fit, and when there are more', () => {
    expect(said({ patients: [], more: false })).toContain('Nobody fits');
    expect(said({ patients: [row], more: false })).toBe('1 patient fits.');
    expect(said({ patients: [row], more: true })).toContain('narrow it down');
  });
  test('says who gets no messages', () => expect(renderToString(<Found rows={[{ ...row, against: 'the record says the patient has died' }]} choose={() => null} />)).toContain('has died'));
  test('runs no script of a name', () => expect(renderToString(<Found rows={[{ ...row, name: hostile }]} choose={() => null} />)).not.toContain('<script>'));
});

describe('a patient', () => {
  const choice: ChannelChoice = { channel: 'sms', address: '447700900123', consent: 'unknown', against: '', sharing: 1, out: false, out_of: [] };
  test.each([
    [choice, 'Everything'],
    [{ ...choice, sharing: 2 }, '2 patients have this number'],
    [{ ...choice, out: true }, 'opted out of everything'],
    [{ ...choice, out_of: ['campaign', 'fft'] }, 'campaigns, the Friends and Family Test'],
    [{ ...choice, address: '' }, '–'],
  ])('wants %#', (row, text) => expect(wanted(row)).toContain(text));
  test('has appointments whose state is said in words', () => {
    const visit: PatientVisit = { id: 'a', starts_at: '2026-03-03T10:00:00.000Z', minutes: 10, session: 'GP Surgery', clinician: '', site: '', status: 'booked', confirmed: true, cancelled: false };
    expect(stateOf(visit)).toBe('booked, confirmed by their text');
    expect(stateOf({ ...visit, status: 'did_not_attend' })).toBe('did not attend');
    expect(stateOf({ ...visit, status: 'gone', cancelled: true })).toBe('cancelled by their text');
  });
  const event: PatientEvent = { sequence: 5, at: '2026-03-02T10:00:00.000Z', sort: 'message', id: 'm1', kind: 'reminder', channel: 'sms', state: 'delivered', summary: 'Reminder accepted.', by: 'two-days', body: '', automatic: false, urgent: false, test: false };
  test('has a history of messages, replies, operations and wishes, one under the other', () => {
    const html = renderToString(<Events rows={[event, { ...event, sequence: 6, sort: 'reply', kind: 'cancel', body: 'CANCEL' }, { ...event, sequence: 7, sort: 'operation', kind: 'file_code' }, { ...event, sequence: 8, sort: 'wish', id: '' }]} />);
    for (const text of ['Reminder', 'Delivered', 'Reply', 'CANCEL', 'Filing a code', 'What they want to be sent']) expect(html).toContain(text);
  });
  test('has no script run by what they texted', () => expect(renderToString(<Events rows={[{ ...event, sort: 'reply', body: hostile }]} />)).not.toContain('<script>'));
});

describe('who opted out', () => {
  const row: OptOut = { sequence: 9, at: '2026-03-02T10:00:00.000Z', channel: 'sms', kinds: [], by: 'reply', told: 'unknown', number: '…123', patient: '' };
  test('is shown by the end of the number', () => expect(renderToString(<Rows rows={[row]} practice="A99001" />)).toContain('ending 123'));
  test('whole once that was asked for', () => expect(renderToString(<Rows rows={[{ ...row, number: '447700900123' }]} practice="A99001" whole />)).toContain('+447700900123'));
  test('with who took it down and how they were told', () => expect(renderToString(<Rows rows={[{ ...row, by: 'ann', told: 'telephone', patient: 'p1', kinds: ['fft'] }]} practice="A99001" />)).toContain('taken down by ann: on the telephone'));
});

describe('a report', () => {
  const all = { kind: 'all', accepted: 12, sent: 10, delivered: 9, failed: 1, expired: 1, cancelled: 1, segments: 11, pence: 35.2 };
  const figures: ReportFigures = { month: '', kinds: [{ ...all, kind: 'reminder' }], all, failures: [], suppressed: 2, replies: 5, confirmed: 3, cancelled: 2, reusable: 1, did_not_attend: 4, opted_out: 1, opted_in: 0 };
  test('says what was delivered, saved and spent', () => {
    const html = renderToString(<Summary figures={figures} hours={24} />);
    for (const text of ['90%', 'appointment', '£0.35', 'at least 24 hours before']) expect(html).toContain(text);
  });
  test('has a line for each kind, and one of all', () => expect(renderToString(<Kinds figures={figures} />).match(/<tr/g)?.length).toBe(3));
  test('of nothing sent divides by nothing', () => expect(renderToString(<Summary figures={{ ...figures, all: { ...all, sent: 0, delivered: 0 } }} hours={24} />)).not.toContain('NaN'));
});

describe('what is in force', () => {
  const rule: ReminderRule = { id: 'two-days', before_min: 2880, sessions: [], not_sessions: [], clinicians: [], slot_types: [], template: 'appointment-reminder', question: 'confirm_cancel', cut_off_min: 60, notice_min: 90, by: ['sms', 'voice'] };
  test.each([[2880, '2 days'], [1440, '1 day'], [180, '3 hours'], [90, '90 minutes'], [0, '0 minutes']])('%d minutes are %s', (minutes, text) => expect(span(minutes)).toBe(text));
  test('a rule is one sentence of plain English', () => {
    expect(ruleSaid(rule)).toBe('2 days before every appointment, by text message, or where that can’t be, by telephone call. Patients can confirm or cancel by answering, until 1 hour before the start: later answers go to staff. None is sent later than 90 minutes before the start.');
    expect(about({ ...rule, sessions: ['GP Surgery', 'Nurse'], not_sessions: ['Flu'] })).toBe('appointments in GP Surgery or Nurse, but not in Flu');
  });
  test('hours are said by their days', () => expect(hours({ opens: '09:00', closes: '19:00', saturdays: true, sundays: false })).toBe('Monday to Saturday, 09:00 to 19:00'));
  const keyword = { id: 'smoke', words: ['smoke'], answer: 'Call us.', code: '1', code_text: 'Smoker', from: '', until: '2026-12-31', test: false, joins: '', leaves: '', in_force: true };
  test('a keyword says what it does', () => {
    expect(whatItDoes(keyword)).toContain('files the code 1 (Smoker)');
    expect(whatItDoes(keyword)).toContain('until 2026-12-31');
    expect(renderToString(<Keywords rows={[{ ...keyword, answer: hostile }]} />)).not.toContain('<script>');
  });
  test('a reply that was tried says whether anybody reads it', () => {
    expect(renderToString(<Reading of={{ meaning: 'cancel', automatic: true, why: 'a plain cancellation' }} />)).toContain('It acts by itself');
    expect(renderToString(<Reading of={{ meaning: 'urgent', automatic: false, why: 'x', urgent: true, needs_review: true }} />)).toContain('at once');
    expect(renderToString(<Reading of={{ meaning: 'staff', automatic: false, why: 'x', needs_review: true }} />)).toContain('A person reads it');
  });
});
