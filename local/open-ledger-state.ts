/** The fold of a run's ledger as it was left: from the last snapshot where the ledger holds the record that it names, else from the start. */
import { fold } from "../engine/ledger/fold.ts";
import { type FoldState, createFoldState } from "../engine/ledger/fold-state.ts";
import { decodeSnapshot, encodeSnapshot } from "../engine/ledger/snapshot.ts";
import type { FileLedger } from "./file-ledger.ts";
import type { Snapshots } from "./snapshot-file.ts";

export async function openLedgerState(ledger: FileLedger, snapshots: Snapshots): Promise<FoldState> {
  const state = (await restore(ledger, snapshots)) ?? createFoldState();
  for await (const record of ledger.read({ fromSequence: state.sequence + 1 })) fold(state, record);
  return state;
}

async function restore(ledger: FileLedger, snapshots: Snapshots): Promise<FoldState | undefined> {
  const bytes = await snapshots.read();
  const decoded = bytes === undefined ? undefined : decodeSnapshot(bytes);
  if (decoded === undefined) return undefined;
  const { hash, sequence } = decoded.place;
  return (await ledger.hashAt(sequence)) === hash ? decoded.state : undefined;
}

/** Call while nothing is folded. */
export async function writeSnapshot(state: FoldState, ledger: FileLedger, snapshots: Snapshots): Promise<void> {
  const hash = await ledger.hashAt(state.sequence);
  if (hash !== undefined) await snapshots.write(encodeSnapshot(state, hash));
}
