/** An item that could be published now. */
import type { ItemDocument } from "../../contract/wire/item.ts";
import type { ItemKey } from "../../contract/wire/subjects.ts";
import type { SplitFacts } from "../ledger/split-state.ts";

export interface Candidate {
  readonly key: Exclude<ItemKey, { kind: "discover" } | { kind: "finalize" }>;
  readonly documents: readonly ItemDocument[];
  /** A worker went away with it before: to be run alone. */
  readonly suspect: boolean;
  readonly split?: SplitFacts;
}
