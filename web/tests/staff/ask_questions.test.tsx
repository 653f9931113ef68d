import { renderToString } from 'preact-render-to-string';
import { expect, test } from 'vitest';
import { SetChoice } from '../../src/patients/ask_questions';

const form = { practice: 'A99001', patient: 'p1' };

test('a set says how many questions it has and how they reach the patient', () => {
  const html = renderToString(<SetChoice {...form} sets={[{ id: 'asthma', questions: 1, ask_by: 'sms' }, { id: 'health-check', questions: 3, ask_by: 'link' }]} />);
  expect(html).toContain('asthma (1 question, a text for each)');
  expect(html).toContain('health-check (3 questions, one text with a link)');
});

test('a practice without sets is told where they stand', () => {
  expect(renderToString(<SetChoice {...form} sets={[]} />)).toContain('question_sets');
});
