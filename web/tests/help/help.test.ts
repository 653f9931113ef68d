// The help page has what the menu has.
import { describe, expect, test } from 'vitest';
import { operators_pages, staff_pages } from '../../src/help/pages';
import { operations, staff, titleOf } from '../../src/ui/product';

describe('the help page', () => {
  test.each([
    ['staff', staff, staff_pages],
    ['operators', operations, operators_pages],
  ] as const)('explains each page of the menu of %s, to those who may open it', (_who, product, pages) => {
    expect(pages.map((one) => [one.href, one.name, ...(one.needs ? [one.needs] : [])])).toEqual(product.menu.map((one) => [...one]));
  });
  test('is of the app that one is in', () => {
    expect(staff.support.map(([href]) => href)).toContain('/app/help');
    expect(operations.support.map(([href]) => href)).toContain('/ops/help');
  });
  test('of the staff’s app has no name but Tidings', () => {
    expect(titleOf(staff)).toBe('Tidings');
    expect(titleOf(operations)).toBe('Tidings operations');
  });
});
