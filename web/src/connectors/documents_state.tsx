// A practice's folder for documents, when nothing can be put into it.
import type { Connector } from '../api/types';
import { sentence } from '../format/format';
import { When } from '../ui/bits';

export function DocumentsState({ of: c }: { of: Connector }) {
  if (c.documents !== 'down') return null;
  return (
    <span class="app-why">
      {sentence(c.documents_reason)}
      {c.documents_since && <> (Since <When at={c.documents_since} />.)</>}
    </span>
  );
}
