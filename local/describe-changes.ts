/** What a person reads of a source that is not what it was. */
import type { SourceChanges } from "./listed-changes.ts";

/** `12 new, 3 changed`; empty for no change. */
export function describeChanges({ added, changed, gone }: SourceChanges): string {
  const parts = [added > 0 ? `${added} new` : "", changed > 0 ? `${changed} changed` : "", gone > 0 ? `${gone} gone` : ""];
  return parts.filter((part) => part !== "").join(", ");
}

export function describeUpdate(changes: SourceChanges): string {
  const what = describeChanges(changes);
  if (what === "") return "nothing has changed since the run before";
  return `${what}; the rest keeps its results${changes.gone > 0 ? ", and outputs of documents that are gone stay where they are" : ""}`;
}
