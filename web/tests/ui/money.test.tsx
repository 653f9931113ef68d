// What routing and money look like to the people who watch them.
import { renderToString } from 'preact-render-to-string';
import { describe, expect, test } from 'vitest';
import { BudgetStanding } from '../../src/practices/practice_page';
import { ProviderCard } from '../../src/providers/providers_page';
import { practice, provider } from '../rows';

describe('a provider', () => {
  const html = renderToString(
    <ProviderCard provider={provider('firetext', {
      state: 'down', breaker: 'open', reason: 'Its messages go by another provider or wait, since 5 calls in a row failed.', sent: 9,
      call_ms_p50: 40, call_ms_p95: 90, call_ms_p99: 2500, pence_per_segment: 3.2, segments_today: 1200, pence_today: 3840,
      if_down: '+£9.60 today for 1200 messages that would go by another provider.',
    })} />,
  );
  test('says whether messages pass, and why not', () => {
    expect(html).toContain('Left out');
    expect(html).toContain('5 calls in a row failed');
  });
  test('says how long a call takes', () => expect(html).toContain('40 ms for half of them, at most 90 ms for 95 and 2.5 s for 99 in 100'));
  test('says what it costs, and what would be without it', () => {
    expect(html).toContain('3.2p for each segment');
    expect(html).toContain('£38.40 for 1,200 segments');
    expect(html).toContain('+£9.60 today');
  });
});

describe('a budget', () => {
  const shown = (some: Parameters<typeof practice>[1]) => renderToString(<BudgetStanding practice={practice('A99001', some)} />);
  test('is no news while it lasts', () => {
    expect(shown({ budget: 'none' })).toBe('');
    expect(shown({ budget: 'within', budget_pence: 1000, pence_today: 100 })).toBe('');
  });
  test('that is nearly spent says how much there is', () => expect(shown({ budget: 'warned', budget_pence: 1000, pence_today: 850 })).toContain('£8.50 of £10.00 is spent'));
  test('that is spent says what is held', () => {
    const html = shown({ budget: 'spent', budget_pence: 1000, pence_today: 999, held: 1 });
    expect(html).toContain('1 message is held');
    expect(html).toContain('app-standing--error');
  });
  test('of the host holds too', () => expect(shown({ budget: 'none', held: 3 })).toContain('The host’s budget of today is spent'));
});
