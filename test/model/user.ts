/** What a user asks for at first, and how they change their mind. */
import type { JobWants } from "../../engine/plan/plan-job.ts";
import type { Spec } from "./leader.ts";
import type { Random } from "./random.ts";
import type { Temper } from "./temper.ts";

export function createSpec(options: { stages: number; batchSize: number; maxAttempts: number; temper: Temper }, random: Random): Spec {
  const { stages, batchSize, maxAttempts, temper } = options;
  const wants: JobWants = {
    stages, batchSize, suspend: false, cancel: false,
    ...(random.chance(temper === "failures" ? 90 : 40) ? { failurePolicy: anyPolicy(random, temper === "failures" ? 30 : 6) } : {}),
    ...(random.chance(15) ? { activeDeadlineSeconds: 30 + random.below(600) } : {}),
  };
  const retry = { maxAttempts, initialDelaySeconds: 2, multiplier: 2, maxDelaySeconds: 300 };
  return { wants, retry, window: anyWindow(random), parallelism: random.chance(20) ? 1 + random.below(3) : undefined };
}

/** At any time. Cancel is never unset. */
export function editSpec(spec: Spec, nowMs: number, random: Random): void {
  const { wants } = spec;
  const kind = random.below(9);
  if (kind === 0) spec.wants = { ...wants, suspend: !wants.suspend };
  if (kind === 1) spec.retry = { ...spec.retry, maxAttempts: 1 + random.below(4), initialDelaySeconds: 1 + random.below(5) };
  if (kind === 2) spec.wants = retryFailed(wants, nowMs, random);
  if (kind === 3) spec.wants = { ...wants, failurePolicy: anyPolicy(random, 60) };
  if (kind === 4 && random.chance(10)) spec.wants = { ...wants, cancel: true };
  if (kind === 5 && random.chance(20)) spec.wants = { ...wants, activeDeadlineSeconds: 1 + random.below(600) };
  if (kind === 6) spec.window = anyWindow(random);
  if (kind === 7) spec.parallelism = random.chance(50) ? 1 + random.below(3) : undefined;
  if (kind === 8) spec.wants = { ...wants, suspend: false };
}

/** From some time ago to a while ahead; for every reason, or for some. */
function retryFailed(wants: JobWants, nowMs: number, random: Random): JobWants {
  const { retryReasons: _, ...rest } = wants;
  const reasons = random.chance(30) ? { retryReasons: ["HandlerError", "Timeout"] as const } : {};
  return { ...rest, retryFailedBeforeMs: nowMs + 5_000 - random.below(60_000), ...reasons };
}

function anyPolicy(random: Random, atMost: number): NonNullable<JobWants["failurePolicy"]> {
  return { maxFailedPercent: random.below(atMost), action: random.chance(50) ? "Fail" : "Suspend" };
}

function anyWindow(random: Random): number {
  return 1 + random.below(10);
}
