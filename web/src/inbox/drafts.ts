// Answers that were begun and not given, by conversation: another page may be looked at meanwhile. They live in this
// tab's memory alone, since what is in them is about a patient.
const drafts = new Map<string, string>();

export const draftOf = (conversation: string): string => drafts.get(conversation) ?? '';

export function keepDraft(conversation: string, text: string): void {
  if (text === '') drafts.delete(conversation);
  else drafts.set(conversation, text);
}

/** Called once: closing the tab with a draft in it is asked about first. */
export function guardDrafts(): void {
  addEventListener('beforeunload', (event) => {
    if (drafts.size > 0) event.preventDefault();
  });
}
