/** A world for one worker, for tests: queue, ledger, jobs and manifests of local mode, and an output folder. */
import { mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { decodeLedgerBody, encodeItem, encodeManifestIndex, encodeManifestPage } from "../../contract/wire/codec.ts";
import type { WorkItem } from "../../contract/wire/item.ts";
import type { JobEntry } from "../../contract/wire/job-entry.ts";
import type { ManifestDocument } from "../../contract/wire/manifest.ts";
import type { Outcome } from "../../contract/wire/outcome.ts";
import { type JobsTable, createJobsTable } from "../../local/jobs-table.ts";
import { MemoryQueue } from "../../local/memory-queue.ts";
import type { OutputStore } from "../output-store.ts";
import type { Manifests, OutcomeLedger, PubAck } from "../ports.ts";
import type { Worker, WorkerOptions } from "../worker.ts";
import { createWorker } from "../worker.ts";
import { makeEntry } from "./make-entry.ts";

export type DocumentItem = Extract<WorkItem, { kind: "documents" }>;

export interface World {
  readonly folder: string;
  readonly queue: MemoryQueue;
  readonly jobs: JobsTable;
  /** Everything that was appended, in order. */
  readonly outcomes: Outcome[];
  /** As many appends as came; a test may put something in its place. */
  readonly ledger: { append: OutcomeLedger["append"] };
  readonly setEntry: (overrides: Partial<JobEntry>) => void;
  /** Publishes an item of documents 0, 1, … whose handler does what `acts` say, one after the other. */
  readonly publish: (acts: readonly Record<string, string>[], overrides?: Partial<DocumentItem>) => number;
  readonly publishData: (data: string) => number;
  readonly startWorker: (overrides?: Partial<Omit<WorkerOptions, "pool">> & { pool?: Partial<WorkerOptions["pool"]> }) => Promise<Worker>;
  readonly end: () => Promise<void>;
}

export const JOB = "job-1";

export async function makeWorld({ ackWaitMs = 30_000 }: { readonly ackWaitMs?: number } = {}): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), "ream-world-"));
  const queue = new MemoryQueue({ maxItems: 100_000, maxAckPending: 1000, ackWaitMs });
  const jobs = createJobsTable();
  const outcomes: Outcome[] = [];
  const documents: ManifestDocument[] = [];
  const workers: Worker[] = [];
  let items = 0;

  const ledger = { append: async (_: string, message: string): Promise<PubAck> => ({ sequence: takeOutcomes(outcomes, message) }) };
  const setEntry = (overrides: Partial<JobEntry>): void => void jobs.put(makeEntry({ uid: JOB, ...overrides }), jobs.revisionOf(JOB));
  setEntry({});

  const publishData = (data: string): number => {
    const published = queue.publish(`item.${++items}`, data);
    return typeof published === "string" ? 0 : published.sequence;
  };
  const publish: World["publish"] = (acts, overrides = {}) => {
    const first = documents.length;
    for (const [place, metadata] of acts.entries()) documents.push({ id: `d${first + place}`, metadata });
    const named = acts.map((_, place) => ({ index: first + place, try: 1, last: false }));
    return publishData(encodeItem({ kind: "documents", job: JOB, run: `run-${items}`, stage: 0, documents: named, ...overrides }));
  };
  const startWorker: World["startWorker"] = async ({ pool, ...overrides } = {}) => {
    const worker = createWorker({
      name: "w",
      boot: `boot-${workers.length}`,
      pool: { handler: "test", concurrency: 1, execution: "io", documentTimeoutSeconds: 30, recycleAfterDocuments: 100, ...pool },
      queue,
      ledger: { append: (uid, message) => ledger.append(uid, message) },
      jobs,
      manifests: makeManifests(documents),
      setup: { module: new URL("../isolation/testing/test-setup.ts", import.meta.url).href, data: { output: folder } },
      openOutput: () => makeOutput(folder),
      judgeOptions: (options) => ({ ok: true, options }),
      runDiscover: async ({ try: tryNumber }) => ({ outcome: "Discovered", try: tryNumber, run: "run-1", total: 1, pages: 1, sha256: "0" }),
      runFinalize: () => Promise.reject(new Error("no finalize here")),
      ...overrides,
    });
    workers.push(worker);
    await worker.start();
    return worker;
  };
  const end = async (): Promise<void> => {
    await Promise.all(workers.map((worker) => worker.stop({ deadlineMs: 0 })));
    queue.close();
    await rm(folder, { recursive: true, force: true });
  };
  return { folder, queue, jobs, outcomes, ledger, setEntry, publish, publishData, startWorker, end };
}

/** Adds what a message says to `outcomes`; how many there are now. */
export function takeOutcomes(outcomes: Outcome[], message: string): number {
  const body = decodeLedgerBody(message);
  if (body.kind !== "outcomes") throw new TypeError(`the worker appended ${body.kind}`);
  return outcomes.push(...body.outcomes);
}

/** One page, which grows with the documents. */
function makeManifests(documents: readonly ManifestDocument[]): Manifests {
  return {
    write: async () => undefined,
    read: async (_, __, page) => {
      if (page === "index") return encodeManifestIndex({ total: 1_000_000, firstIndexes: [0], sha256: "0".repeat(64) });
      return encodeManifestPage({ firstIndex: 0, documents: [...documents] });
    },
  };
}

function makeOutput(folder: string): OutputStore {
  return {
    scratchFolder: join(folder, ".ream/tasks"),
    commit: async (files) => {
      for (const { path, name } of files) {
        await mkdir(dirname(join(folder, name)), { recursive: true });
        await rename(path, join(folder, name));
      }
    },
  };
}
