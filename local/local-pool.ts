/** A pool as it is in one process tree: a queue of its own, and as many slots as the machine gives it. */
import { availableParallelism } from "node:os";
import type { BatchJob } from "../contract/api/batch-job.ts";
import type { WorkerPool } from "../contract/api/worker-pool.ts";
import { windowSize } from "../engine/plan/window-size.ts";
import { MemoryQueue } from "./memory-queue.ts";

export interface LocalPool {
  readonly name: string;
  readonly spec: WorkerPool["spec"];
  readonly queue: MemoryQueue;
  readonly slots: number;
  /** Stages of the job that it serves. */
  readonly stages: readonly number[];
}

/** Items wait in memory and the heartbeat thread renews their leases: only a wedged process lets one run out. */
const ACK_WAIT_MS = 60_000;
const MAX_ITEMS = 20_000;
/** A slot should find its next item without waiting for a plan. */
const ITEMS_PER_SLOT = 4;

/** `workers` is the user's word on slots: without it a cpu pool has one a core, an io pool what it says. */
export function createLocalPools(job: BatchJob, pools: readonly WorkerPool[], workers: number | undefined): LocalPool[] {
  return pools.map((pool) => {
    const { spec } = pool;
    const slots = workers ?? (spec.execution === "cpu" ? availableParallelism() : spec.concurrency);
    const stages = job.spec.pipeline.flatMap((stage, place) => (stage.pool === pool.metadata.name ? [place] : []));
    const queue = new MemoryQueue({ maxItems: MAX_ITEMS, maxAckPending: 2 * slots + 1, ackWaitMs: ACK_WAIT_MS });
    return { name: pool.metadata.name, spec, queue, slots, stages };
  });
}

export function windowOf(pool: LocalPool, completedLastSecond: number): number {
  return windowSize({ maxReplicas: 1, itemsPerReplica: pool.slots * ITEMS_PER_SLOT, concurrency: pool.slots, completedLastSecond });
}
