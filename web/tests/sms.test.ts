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
