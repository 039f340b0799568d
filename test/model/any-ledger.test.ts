import { expect, test, vi } from "vitest";
import fc from "fast-check";
import { JobAdmission } from "../../engine/admission/job-admission.ts";
import { fold } from "../../engine/ledger/fold.ts";
import { createFoldState } from "../../engine/ledger/fold-state.ts";
import { decodeSnapshot, encodeSnapshot } from "../../engine/ledger/snapshot.ts";
import { RETRY } from "../../engine/plan/testing.ts";
import { anyLedger, suspectLedger } from "./any-ledger.ts";
import { type StoredRecord, decodeRecord } from "./broker.ts";
import { checkRead } from "./checks.ts";
import { Oracle } from "./oracle.ts";
import { readable } from "./readable.ts";
import { RUNS_TIMEOUT_MS, runsOf } from "./runs.ts";

vi.setConfig({ testTimeout: RUNS_TIMEOUT_MS });

test("any entries in any order are read as a plain reading reads them", () => {
  fc.assert(fc.property(anyLedger, readBoth), runsOf(3));
});

test("who took three workers with it is what a plain reading says", () => {
  fc.assert(fc.property(suspectLedger, readBoth), runsOf(3));
});

test("a snapshot taken anywhere in any ledger leads to the same end", () => {
  fc.assert(
    fc.property(anyLedger, fc.nat(80), (records, place) => {
      const early = readAll(records.slice(0, place + 1));
      const restored = decodeSnapshot(encodeSnapshot(early, "hash"));
      expect(restored?.place).toEqual({ sequence: early.sequence, timeMs: early.timeMs, hash: "hash" });
      const late = restored?.state ?? createFoldState();
      for (const record of records) fold(late, decodeRecord(record));
      expect(readable(late)).toEqual(readable(readAll(records)));
    }),
    runsOf(1 / 2),
  );
});

function readBoth(records: readonly StoredRecord[]): void {
  const admission = new JobAdmission(createFoldState(), RETRY);
  const oracle = new Oracle();
  for (const record of records) {
    fold(admission.state, decodeRecord(record), admission);
    oracle.readUpTo(records, record.sequence);
    checkRead(admission, oracle);
  }
}

function readAll(records: readonly StoredRecord[]): ReturnType<typeof createFoldState> {
  const state = createFoldState();
  for (const record of records) fold(state, decodeRecord(record));
  return state;
}
