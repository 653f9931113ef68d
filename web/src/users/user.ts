/** A row of GET /users (schemas/openapi.yaml: User). */
export interface User {
  readonly name: string;
  readonly role: string;
  readonly all_practices: boolean;
  readonly practices: readonly string[];
  readonly groups: readonly string[];
  readonly disabled: boolean;
  readonly has_password: boolean;
  readonly has_second_factor: boolean;
  readonly locked_until: string | null;
  readonly support: readonly { readonly practice: string; readonly until: string }[];
  /** Only when the user was just made or reset. */
  readonly link?: string;
}

export function practicesOf(user: User): string {
  if (user.all_practices) return 'all';
  const named = user.role === 'support' ? user.support.map((grant) => grant.practice) : [...user.practices, ...user.groups.map((group) => `group ${group}`)];
  return named.length === 0 ? 'none' : named.join(', ');
}

/** Codes as people type them: with commas, blanks or lines between. */
export const codesIn = (text: string): string[] => text.toUpperCase().split(/[\s,;]+/).filter((code) => code !== '');
