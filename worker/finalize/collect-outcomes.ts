/** Folds a job's ledger once more, and keeps for each document the outcomes that counted. */
import { fold } from "../../engine/ledger/fold.ts";
import { type FoldState, SILENT, createFoldState } from "../../engine/ledger/fold-state.ts";
import type { LedgerRecord } from "../../contract/wire/ledger-record.ts";
import type { DocumentOutcome } from "../../contract/wire/outcome.ts";
import type { OutcomeSpill } from "./outcome-spill.ts";

/** The fold is the engine's own, so that the files cannot say anything else than the counts do. */
export async function collectOutcomes(records: AsyncIterable<LedgerRecord>, spill: OutcomeSpill, signal: AbortSignal): Promise<FoldState> {
  const state = createFoldState();
  let worker = "";
  let isFull = false;
  const counted = (outcome: DocumentOutcome): void => {
    isFull = spill.add({ worker, outcome }) || isFull;
  };
  for await (const record of records) {
    signal.throwIfAborted();
    worker = record.body.kind === "outcomes" ? record.body.worker : "";
    fold(state, record, { ...SILENT, counted });
    if (!isFull) continue;
    await spill.flush();
    isFull = false;
  }
  return state;
}
