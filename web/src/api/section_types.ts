// What GET /practice-sections answers (schemas/API.md). Checks answer as those of whole files: onboarding_types.ts.

export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

export interface Section {
  readonly name: string;
  /** As it stands in the file, with its key and comments; empty: it isn't in it. */
  readonly text: string;
  readonly value: Json;
}
export interface SectionChange {
  readonly number: number;
  readonly at: string;
  readonly by: string;
  readonly section: string;
  /** Its text until then. */
  readonly before: string;
}
export interface PracticeSections {
  readonly practice: string;
  /** Of the file: what is applied must have been written beside it. */
  readonly base: string;
  readonly sections: readonly Section[];
  readonly history: readonly SectionChange[];
  readonly history_failure: string;
}
