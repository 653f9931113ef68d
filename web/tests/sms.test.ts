// The same cases as tests/core/sms_test.cpp has: the page counts as the broker does.
import { expect, test } from 'vitest';
import { asSent, smsCost } from '../src/format/sms';

test.each([
  ['', 0, 1],
  ['à'.repeat(160), 160, 1],
  ['à'.repeat(161), 161, 2],
  ['à'.repeat(306), 306, 2],
  ['à'.repeat(307), 307, 3],
  ['€'.repeat(80), 160, 1],
  ['€'.repeat(81), 162, 2],
  ['€'.repeat(153), 306, 3], // a pair is never cut in two: 76 fit into each part
  ['ŵ'.repeat(70), 70, 1],
  ['ŵ'.repeat(71), 71, 2],
  ['ŵ'.repeat(134), 134, 2],
  ['ŵ'.repeat(135), 135, 3],
])('%# is %i units in %i segments', (text, units, segments) => expect(smsCost(text)).toEqual({ units, segments, lost: [] }));

test.each([
  ['“It’s fine” – see you…', '"It\'s fine" - see you...', []],
  ['ça va', 'ca va', []],
  ['José', 'José', []],
  ['Łódź', 'Lódz', []],
  ['  two   spaces \n\n\n\nand lines ', 'two spaces\n\nand lines', []],
  ['well , then .', 'well, then.', []],
  ['👍 ok 漢', '? ok ?', ['👍', '漢']],
  ['a\u200bb', 'ab', []],
])('%j goes as %j', (text, sent, lost) => expect(asSent(text)).toEqual({ text: sent, lost }));

test.each([
  ['Zażółć gęślą jaźń', 'Zażółć gęślą jaźń'],
  ['“Fine” – see you…', '"Fine" - see you...'], // no letter would be lost: it costs no more
  ['“Dziękuję” …', '“Dziękuję” …'],
  ['می\u200cخواهم', 'می\u200cخواهم'], // joiners are part of the word
  ['a\u202eb ż', 'ab ż'],
  ['  dwa   słowa ż ', 'dwa słowa ż'],
])('%j goes as %j where any letter may', (text, sent) => expect(asSent(text, 'unicode')).toEqual({ text: sent, lost: [] }));

test('where any letter may, one of them makes a segment 70 characters short', () => {
  expect(smsCost('ż'.repeat(70), 'unicode')).toEqual({ units: 70, segments: 1, lost: [] });
  expect(smsCost('a'.repeat(70) + 'ż', 'unicode')).toEqual({ units: 71, segments: 2, lost: [] });
  expect(smsCost('a'.repeat(160), 'unicode')).toEqual({ units: 160, segments: 1, lost: [] });
});
