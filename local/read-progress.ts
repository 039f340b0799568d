/** How far the run of an output folder is, by its ledger alone: without a lock, while it goes on or after it was stopped. */
import { access } from "node:fs/promises";
import { JobAdmission } from "../engine/admission/job-admission.ts";
import { fold } from "../engine/ledger/fold.ts";
import { type FoldState, createFoldState } from "../engine/ledger/fold-state.ts";
import { createManifestsFolder } from "./manifests-folder.ts";
import { readLedgerFile } from "./ledger-records.ts";
import type { InspectedFolder } from "./output-folder.ts";
import type { RunPhase, RunProgress } from "./run-progress.ts";
import { SampleIds } from "./sample-ids.ts";
import { toRunProgress } from "./to-run-progress.ts";

/** Undefined before anything was recorded. */
export async function readProgress({ paths, record }: InspectedFolder): Promise<RunProgress | undefined> {
  if (!(await access(paths.ledger).then(() => true, () => false))) return undefined;
  const state = createFoldState();
  for await (const stored of readLedgerFile(paths.ledger)) fold(state, stored);
  const samples = new SampleIds(createManifestsFolder({ folder: paths.manifests, jobUid: record.uid }));
  const manifest = { jobUid: record.uid, run: state.documents?.run ?? "" };
  await samples.lookUp(manifest, state.failures.list().map((group) => group.sample));
  const admission = new JobAdmission(state, record.job.spec.retry);
  return toRunProgress({ job: record.job, admission, phase: phaseOf(state), nowMs: Date.now(), idOf: (index) => samples.idOf(manifest, index) });
}

function phaseOf(state: FoldState): RunPhase {
  if (state.documents === undefined) return "Discovering";
  if (state.seal === undefined) return "Running";
  if (state.finalized?.round !== state.round) return "Finalizing";
  return state.finalized.countsAddUp && state.seal.reason === "Completed" ? "Completed" : "Failed";
}
