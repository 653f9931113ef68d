// What operators see of a practice's connection to its clinical system.
import { renderToString } from 'preact-render-to-string';
import { describe, expect, test } from 'vitest';
import { DocumentsState } from '../../src/connectors/documents_state';
import { connector } from '../rows';

describe('a practice’s folder for documents', () => {
  const reason = 'documents can’t be handed over, and wait: the folder isn’t there: make it.';
  const html = (some: Parameters<typeof connector>[1]): string => renderToString(<DocumentsState of={connector('A99001', some)} />);
  test('that can take nothing is said beside a system that is up, with since when', () => {
    const said = html({ documents: 'down', documents_reason: reason, documents_since: '2026-03-02T10:00:00.000Z' });
    expect(said).toContain('Documents can’t be handed over');
    expect(said).toContain('2026-03-02T10:00:00.000Z');
  });
  test('that is as it should be, or that there is none, needs no word', () => {
    expect(html({ documents: 'up' })).toBe('');
    expect(html({})).toBe('');
  });
});
