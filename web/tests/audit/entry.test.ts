import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { actionOf, outcomeOf } from '../../src/audit/entry';

describe('an entry of the audit trail', () => {
  test('every route by which a person changes something has words', () => {
    const door = readFileSync(join(import.meta.dirname, '../../endpoint/door.cpp'), 'utf8');
    const posts = [...door.matchAll(/\{"POST", "(\/(?:api|sign)[^"]*)"/g)].map((found) => `POST ${found[1]}`);
    expect(posts.length).toBeGreaterThan(4);
    expect(posts.filter((action) => actionOf({ action }) === action)).toEqual([]);
  });
  test('a route without words shows itself', () => {
    expect(actionOf({ action: 'PUT /api/v2/none' })).toBe('PUT /api/v2/none');
  });
  test.each([
    ['done', 'Done'],
    ['parked', 'Set aside after failing'],
    ['timed_out', 'Refused: timed out'],
    ['not_found', 'Refused: nothing has that id'],
  ])('outcome %s', (outcome, words) => {
    expect(outcomeOf(outcome)).toBe(words);
  });
});
