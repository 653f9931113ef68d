// What the C++ schemas say, held against what the pages know.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { channels, event_names, message_kinds, message_states } from '../../src/words/message_words';
import { agent_states, budget_states, connector_states } from '../../src/words/practice_words';
import { conversation_statuses, fft_methods, fft_scores } from '../../src/words/inbox_words';
import { breaker_states, provider_states } from '../../src/words/provider_words';
import { askable_problems, quality_advice, quality_problems } from '../../src/words/quality_words';
import { reply_meanings } from '../../src/words/reply_words';
import { offer_states, slot_states } from '../../src/words/waiting_words';

const schema = (name: string): string => readFileSync(join(import.meta.dirname, '../../../schemas', name), 'utf8').replace(/\/\/.*$/gm, '');

function enumerators(source: string, name: string): string[] {
  const body = new RegExp(`enum class ${name}[^{]*\\{([^}]*)\\}`).exec(source)?.[1] ?? '';
  return body.split(',').map((one) => one.replace(/=.*/, '').trim()).filter((one) => one !== '');
}

describe('every word of the schemas has words for people', () => {
  const words = schema('words.hpp');
  test.each([
    ['message_state', message_states],
    ['message_kind', message_kinds],
    ['channel', channels],
    ['reply_meaning', reply_meanings],
    ['connector_state', connector_states],
    ['provider_state', provider_states],
    ['conversation_status', conversation_statuses],
    ['fft_method', fft_methods],
    ['offer_end', offer_states],
    ['slot_end', slot_states],
  ] as const)('%s', (name, known) => {
    const found = enumerators(words, name);
    expect(found.length).toBeGreaterThan(1);
    expect(found.filter((one) => !(one in known))).toEqual([]);
  });

  test('event_type', () => {
    const internal = ['patient_updated', 'signed_in']; // never on a message's page
    const found = enumerators(schema('events.hpp'), 'event_type').filter((one) => !internal.includes(one));
    expect(found.length).toBeGreaterThan(20);
    expect(found.filter((one) => !(one in event_names))).toEqual([]);
  });
});

test('the states of agents', () => {
  const edge = /^ {4}Edge:[\s\S]*?state: \{ type: string, enum: \[([^\]]*)\]/m.exec(readFileSync(join(import.meta.dirname, '../../../schemas/openapi.yaml'), 'utf8'));
  expect(edge?.[1]?.split(',').map((one) => one.trim()).sort()).toEqual(Object.keys(agent_states).sort());
});

test('every problem of a record has words and advice', () => {
  const source = readFileSync(join(import.meta.dirname, '../../../actors/board/quality_answers.hpp'), 'utf8').replace(/\/\/.*$/gm, '');
  const found = enumerators(source, 'quality_problem');
  expect(found.length).toBe(9);
  expect(Object.keys(quality_problems)).toEqual(found);
  expect(Object.keys(quality_advice)).toEqual(found);
  expect(askable_problems.filter((one) => !found.includes(one))).toEqual([]);
});

test('breaker_state', () => {
  const source = readFileSync(join(import.meta.dirname, '../../../actors/dispatcher/breaker.hpp'), 'utf8').replace(/\/\/.*$/gm, '');
  const found = enumerators(source, 'breaker_state');
  expect(found.length).toBe(4);
  expect(found.filter((one) => !(one in breaker_states))).toEqual([]);
});

test('budget', () => {
  const listed = /text budget = .*\/\/\/< (.*)$/m.exec(readFileSync(join(import.meta.dirname, '../../../schemas/views.hpp'), 'utf8'))?.[1] ?? '';
  const found = [...listed.matchAll(/`(\w+)`/g)].map((one) => one[1] ?? '');
  expect(found.length).toBe(4);
  expect(found.filter((one) => !(one in budget_states))).toEqual([]);
});

test('every score of the Friends and Family Test has words', () => {
  const fields = structsOf('conversation_views.hpp').find((one) => one.name === 'FftRow')?.fields ?? [];
  expect(fft_scores.map(([score]) => score)).toEqual(fields.filter((field) => field !== 'method' && field !== 'total'));
});

function structsOf(file: string): { name: string; fields: string[] }[] {
  return [...schema(file).matchAll(/BOOST_DESCRIBE_STRUCT\((\w+), \(\),\s*\(([^)]*)\)\)/g)].map((found) => ({
    name: (found[1] ?? '').split('_').map((part) => part.charAt(0).toUpperCase() + part.slice(1)).join(''),
    fields: (found[2] ?? '').split(',').map((field) => field.trim()),
  }));
}

function interfacesOf(file: string): { name: string; fields: string[] }[] {
  const source = readFileSync(join(import.meta.dirname, '../../src/api', file), 'utf8');
  return [...source.matchAll(/export interface (\w+) \{([^}]*)\}/g)].map((found) => ({
    name: found[1] ?? '',
    fields: [...(found[2] ?? '').matchAll(/^ {2}(\w+):/gm)].map((field) => field[1] ?? ''),
  }));
}

test.each([
  ['types.ts', ['views.hpp'], 10],
  ['inbox_types.ts', ['conversation_views.hpp', 'conversation_page_views.hpp'], 4],
  ['waiting_types.ts', ['waiting_views.hpp'], 3],
  ['alert_types.ts', ['alert_views.hpp'], 2],
  ['onboarding_types.ts', ['onboarding_views.hpp'], 4],
  ['operator_types.ts', ['queue_views.hpp', 'parked_views.hpp', 'rollout_views.hpp'], 9],
  ['staff_types.ts', ['patient_views.hpp', 'report_views.hpp'], 10],
  ['quality_types.ts', ['quality_views.hpp'], 2],
  ['today_types.ts', ['today_views.hpp'], 4],
  ['name_types.ts', ['name_views.hpp'], 1],
] as const)('%s has every struct of %j, field for field and in order', (ours, headers, at_least) => {
  const described = headers.flatMap(structsOf);
  expect(described.length).toBeGreaterThan(at_least);
  expect(interfacesOf(ours)).toEqual(described);
});
