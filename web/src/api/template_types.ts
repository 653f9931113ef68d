// What GET /templates, GET /templates/{id} and POST /template-previews answer: actors/node/templates/rows.cpp.

export interface TemplateRow {
  readonly id: string;
  readonly title: string;
  readonly channel: string;
  readonly whose: string;
  readonly made_in: string;
  readonly state: string;
  readonly version: number | null;
  /** Named by whoever moves it: what has changed since isn't approved unseen. */
  readonly revision: number;
  readonly draft: string | null;
  readonly draft_by: string | null;
  readonly changed_at: string | null;
}
export interface TemplateList {
  readonly practice: string;
  /** False: what was made in the browser can't be read, and nothing of it is in force. */
  readonly readable: boolean;
  readonly self_approval: boolean;
  readonly templates: readonly TemplateRow[];
}
export interface TemplateWords {
  readonly title: string;
  readonly subject: string;
  readonly body: string;
  readonly alphabet: string;
}
export interface TemplateVersion extends TemplateWords {
  readonly number: number;
  /** Null of a file’s: who wrote it, and when, isn’t recorded. */
  readonly by: string | null;
  readonly approved_by: string | null;
  readonly at: string | null;
}
export interface TemplateDraft extends TemplateWords {
  readonly state: string;
  readonly authors: readonly string[];
  readonly at: string | null;
  readonly refused_by: string | null;
  readonly why: string | null;
  readonly goes_back_to: number | null;
  readonly mine: boolean;
  readonly may_approve: boolean;
}
export interface TemplatePageOf extends TemplateRow {
  readonly practice: string;
  readonly waiting: TemplateDraft | null;
  /** Newest first. */
  readonly versions: readonly TemplateVersion[];
  readonly retired: { readonly by: string; readonly why: string; readonly at: string } | null;
  readonly used_by: readonly string[];
  readonly self_approval: boolean;
}
export interface TemplatePreview {
  readonly problems: readonly { readonly field: string; readonly reason: string }[];
  readonly warnings: readonly { readonly code: string; readonly reason: string }[];
  readonly subject: string;
  readonly body: string;
  readonly encoding: string;
  readonly units: number;
  readonly segments: number;
  readonly pence: number | null;
  readonly too_long: string;
  readonly fields: readonly string[];
}
export interface TemplateMoved {
  readonly id: string;
  readonly revision: number;
  readonly version: number | null;
  readonly draft: string | null;
  readonly gone: boolean;
  readonly alone: boolean;
}
