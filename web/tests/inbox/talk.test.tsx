import { renderToString } from 'preact-render-to-string';
import { describe, expect, test } from 'vitest';
import { said } from '../../src/inbox/composer';
import { Talk } from '../../src/inbox/talk';
import { smsCost } from '../../src/format/sms';
import { line } from '../rows';

const html = (lines: ReturnType<typeof line>[], words: ReadonlyMap<number, string> = new Map()) => renderToString(<Talk lines={lines} said={words} />);

describe('a conversation', () => {
  test('shows a script as the words it is', () => {
    const shown = html([line({ sequence: 1, type: 'reply_received', summary: '<img src=x onerror=alert(1)>' })], new Map([[1, '<script>alert(1)</script>']]));
    expect(shown).toContain('&lt;script>');
    expect(shown).toContain('&lt;img');
    expect(shown).not.toMatch(/<(script|img)/);
  });
  test('says under a reply how it was read', () => expect(html([line({ type: 'reply_received', summary: 'Read as “cancel”.' })])).toContain('Read as “cancel”.'));
  test('tells words that are hidden from words that are gone', () => {
    expect(html([line({ sequence: 1, type: 'reply_received' })])).toContain('The words are hidden');
    expect(html([line({ sequence: 1, type: 'reply_received' })], new Map([[1, '']]))).toContain('No words, or they were erased');
  });
  test('says where a text stands and who asked for it', () => {
    const shown = html([line({ type: 'message_accepted', state: 'delivered', by: 'ann', message: 'm-1' })]);
    expect(shown).toContain('Delivered');
    expect(shown).toContain('Asked for by ann');
    expect(shown).toContain('href="/ops/messages/m-1"');
  });
  test('says who wrote a note', () => expect(html([line({ type: 'conversation_noted', by: 'ann' })])).toContain('Note by ann'));
  test('marks an e-mail and shows its subject as the words they are', () => {
    const shown = renderToString(<Talk lines={[line({ sequence: 1, channel: 'email' })]} said={new Map([[1, 'Is there a lift?']])} subjects={new Map([[1, '<b>A question</b>']])} />);
    expect(shown).toContain('by e-mail');
    expect(shown).toContain('&lt;b>A question');
    expect(html([line({ sequence: 1 })])).not.toContain('by e-mail');
  });
  test('says when nothing is left to show', () => expect(html([])).toContain('Nothing to show'));
});

test.each([
  ['', 'Up to 918 characters. 160 fit into one text message.'],
  ['Yes', '3 characters, 1 text message to pay for.'],
  ['x'.repeat(161), '161 characters, 2 text messages to pay for.'],
  ['x'.repeat(920), '920 characters, 7 text messages to pay for. That is 2 too many.'],
  ['ok 👍', '4 characters, 1 text message to pay for. These can’t be sent and become “?”: 👍'],
])('what %# costs is said in words', (text, words) => expect(said(smsCost(text), false)).toBe(words));
