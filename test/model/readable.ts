import type { FoldState } from "../../engine/ledger/fold-state.ts";
import { encodeSnapshot } from "../../engine/ledger/snapshot.ts";

/** A snapshot's head and table, to be compared whatever the order of its keys. */
export function readable(state: FoldState): unknown {
  const snapshot = encodeSnapshot(state, "");
  const headEnd = 4 + new DataView(snapshot.buffer).getUint32(0);
  return { head: JSON.parse(new TextDecoder().decode(snapshot.subarray(4, headEnd))), table: [...snapshot.subarray(headEnd)] };
}
