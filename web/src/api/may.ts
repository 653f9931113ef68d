// What the pages show by: the server refuses all the same what a role may not do.
import type { Me } from './client';
import { useMe } from './use_me';

/** `messages/1a2b/cancel?practice=…` is of the route `/api/v1/messages/{}/cancel`. */
export function isOf(route: string, method: string, path: string): boolean {
  const [asked_method, pattern] = route.split(' ');
  if (asked_method !== method || pattern === undefined) return false;
  const wanted = pattern.split('/');
  const found = `/api/v1/${path.split('?')[0] ?? ''}`.split('/');
  return wanted.length === found.length && wanted.every((want, i) => want === '{}' || want === found[i]);
}

/** Before it is known who is signed in nothing is hidden: what a page is made of shouldn't jump for most of its users. */
export function may(me: Me | null, method: string, path: string): boolean {
  return me === null || me.may.some((route) => isOf(route, method, path));
}

export function useMay(method: string, path: string): boolean {
  return may(useMe(), method, path);
}
