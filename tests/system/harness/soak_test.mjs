// What a long load comes to is reckoned right, and each limit can be broken.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { complaints, p99, slope, weigh } from './soak.mjs';

const hour = 3_600;
/** A look each minute for an hour; what changes is given by the minute. */
const looks = ({ rss = () => 400_000, fds = () => 90 } = {}) =>
  Array.from({ length: 61 }, (_, minute) => ({ at_s: minute * 60, rss_kb: rss(minute), fds: fds(minute), disk: 1_048_576 * minute }));
const answers = (took = () => 5) => Array.from({ length: 7_200 }, (_, i) => ({ at_s: i / 2, took_ms: took(i / 2) }));
const judged = (samples, times) => complaints(weigh(samples, times, hour), hour);

test('a slope is told as it is', () => {
  assert.equal(slope([{ at_s: 0, y: 1 }, { at_s: 10, y: 21 }], (one) => one.y), 2);
  assert.equal(slope([{ at_s: 5, y: 1 }, { at_s: 5, y: 3 }], (one) => one.y), 0);
});

test('a hundredth is slower than p99', () => {
  assert.equal(p99(Array.from({ length: 100 }, (_, i) => i)), 99);
  assert.equal(p99([]), 0);
});

test('an hour in which nothing grows is well', () => assert.deepEqual(judged(looks(), answers()), []));

test('memory that grows while the process warms up is not counted', () =>
  assert.deepEqual(judged(looks({ rss: (minute) => (minute < 12 ? 100_000 + minute * 20_000 : 400_000) }), answers()), []));

test('memory that goes on growing is told', () =>
  assert.match(judged(looks({ rss: (minute) => 400_000 + minute * 100 }), answers())[0], /memory grows by 1\.\d+ % an hour/));

test('files that stay open are told', () =>
  assert.match(judged(looks({ fds: (minute) => 90 + minute }), answers())[0], /files were open early/));

test('answers that come slower and slower are told', () =>
  assert.match(judged(looks(), answers((at) => 5 + at / hour * 5))[0], /p99 was/));

test('a short run is shown and not judged', () =>
  assert.deepEqual(complaints(weigh(looks({ rss: (minute) => 400_000 + minute * 9_000 }), answers(), 600), 600), []));
