import type { ComponentChildren } from 'preact';
import { useMay } from '../api/may';

/** What leads to something that the role may not do isn't shown. */
export function Allowed(p: { to: string; method?: string; children: ComponentChildren }) {
  return useMay(p.method ?? 'POST', p.to) ? <>{p.children}</> : null;
}
