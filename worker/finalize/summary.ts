/** `summary.json`: the job in numbers, summed from the lines of results.jsonl and not from the ledger's counts, so that one proves the other. */
import type { FoldState } from "../../engine/ledger/fold-state.ts";
import type { DocumentResult, EndedHow } from "./document-result.ts";

export interface EndedCounts {
  total: number;
  succeeded: number;
  failed: number;
  skipped: number;
  cancelled: number;
}

export interface StageSummary extends EndedCounts {
  readonly name: string;
  /** Of all tries of all documents. */
  millis: number;
  attempts: number;
}

export interface Summary {
  readonly job: { readonly namespace: string; readonly name: string; readonly uid: string };
  readonly round: number;
  readonly sealed: string;
  readonly documents: EndedCounts;
  readonly startTime: string;
  readonly completionTime: string;
  readonly durationSeconds: number;
  readonly documentsPerHour: number;
  /** A document's millis are those of all its tries at all stages. */
  readonly millis: { readonly average: number; readonly p50: number; readonly p95: number };
  readonly stages: readonly StageSummary[];
  /** Every level of every group: `cs101` holds what `cs101/ada` does. */
  readonly groups: Readonly<Record<string, EndedCounts>>;
  readonly failures: readonly { readonly reason: string; readonly stage: string; readonly count: number; readonly sampleDocument: string; readonly message: string }[];
  /** What somebody should look at, most frequent first. */
  readonly warnings: readonly WarningSummary[];
  /** Documents that got the result of another with the same bytes. */
  readonly reused: number;
  /** How many documents each engine worked on. */
  readonly engines: Readonly<Record<string, number>>;
}

export interface WarningSummary {
  readonly warning: string;
  readonly stage: string;
  /** Documents. */
  readonly count: number;
  readonly sampleDocument: string;
}

const COUNT_OF: Readonly<Record<EndedHow, Exclude<keyof EndedCounts, "total">>> = { Succeeded: "succeeded", Failed: "failed", Skipped: "skipped", Cancelled: "cancelled" };

/** Groups are the user's own words, one a document in the worst case: the summary keeps as many, and says so by its sums. */
const MAX_GROUPS = 10_000;
/** Warnings are a handler's own words. */
const MAX_WARNING_KINDS = 100;

/** State to guard: everything is the sum over the lines added so far. */
export class SummaryBuilder {
  readonly #counts = createCounts();
  readonly #stages: StageSummary[];
  readonly #groups = new Map<string, EndedCounts>();
  readonly #engines = new Map<string, number>();
  readonly #failures = new Map<string, { reason: string; stage: string; count: number; sampleDocument: string; message: string }>();
  readonly #warnings = new Map<string, { warning: string; stage: string; count: number; sampleDocument: string }>();
  #reused = 0;
  readonly #millis: Uint32Array;

  constructor(stageNames: readonly string[], total: number) {
    this.#stages = stageNames.map((name) => ({ name, ...createCounts(), millis: 0, attempts: 0 }));
    this.#millis = new Uint32Array(total);
  }

  get counts(): Readonly<EndedCounts> {
    return this.#counts;
  }

  /** `stage` is the one at which it ended, from 0. */
  add(result: DocumentResult, stage: number): void {
    const how = COUNT_OF[result.outcome];
    this.#millis[this.#counts.total] = result.stages.reduce((sum, each) => sum + each.millis, 0);
    countIn(this.#counts, how);
    this.#addStages(result, stage);
    for (const level of levelsOf(result.group)) countIn(this.#group(level), how);
    if (result.engine !== undefined) this.#engines.set(result.engine, (this.#engines.get(result.engine) ?? 0) + 1);
    if (result.reusedFrom !== undefined) this.#reused += 1;
    for (const { name, warnings = [] } of result.stages) for (const warning of warnings) this.#addWarning(warning, name, result.id);
    if (result.outcome === "Failed") this.#addFailure(result, this.#stages[stage]?.name ?? "");
  }

  build(facts: { job: Summary["job"]; state: FoldState }): Summary {
    const { job, state } = facts;
    const completionMs = state.seal?.timeMs ?? state.timeMs;
    const durationSeconds = Math.max(0, completionMs - state.startMs) / 1000;
    return {
      job,
      round: state.round,
      sealed: state.seal?.reason ?? "",
      documents: { ...this.#counts },
      startTime: new Date(state.startMs).toISOString(),
      completionTime: new Date(completionMs).toISOString(),
      durationSeconds,
      documentsPerHour: Math.round(((this.#counts.total - this.#counts.cancelled) * 3600) / Math.max(1, durationSeconds)),
      millis: quantiles(this.#millis.subarray(0, this.#counts.total)),
      stages: this.#stages,
      groups: Object.fromEntries([...this.#groups].sort(([a], [b]) => (a < b ? -1 : 1))),
      failures: [...this.#failures.values()].sort((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1)),
      warnings: [...this.#warnings.values()].sort((a, b) => b.count - a.count || (a.warning < b.warning ? -1 : 1)),
      reused: this.#reused,
      engines: Object.fromEntries([...this.#engines].sort(([a], [b]) => (a < b ? -1 : 1))),
    };
  }

  /** It succeeded at every stage before the one at which it ended, and counts nowhere after it. */
  #addStages(result: DocumentResult, ended: number): void {
    this.#stages.forEach((stage, place) => {
      const ran = result.stages.find((each) => each.name === stage.name);
      stage.millis += ran?.millis ?? 0;
      stage.attempts += ran?.attempts ?? 0;
      if (place < ended) countIn(stage, "succeeded");
      if (place === ended) countIn(stage, COUNT_OF[result.outcome]);
    });
  }

  #addWarning(warning: string, stage: string, id: string): void {
    const known = this.#warnings.get(`${stage} ${warning}`);
    if (known !== undefined) known.count += 1;
    else if (this.#warnings.size < MAX_WARNING_KINDS) this.#warnings.set(`${stage} ${warning}`, { warning, stage, count: 1, sampleDocument: id });
  }

  #group(level: string): EndedCounts {
    const found = this.#groups.get(level);
    if (found !== undefined) return found;
    const name = this.#groups.size < MAX_GROUPS ? level : "(more groups)";
    const counts = this.#groups.get(name) ?? createCounts();
    this.#groups.set(name, counts);
    return counts;
  }

  #addFailure({ id, reason = "HandlerError", message = "" }: DocumentResult, stage: string): void {
    const key = `${reason} ${stage}`;
    const group = this.#failures.get(key);
    if (group === undefined) this.#failures.set(key, { reason, stage, count: 1, sampleDocument: id, message });
    else group.count += 1;
  }
}

function createCounts(): EndedCounts {
  return { total: 0, succeeded: 0, failed: 0, skipped: 0, cancelled: 0 };
}

function countIn(counts: EndedCounts, how: Exclude<keyof EndedCounts, "total">): void {
  counts.total += 1;
  counts[how] += 1;
}

/** `a/b/c` → `a`, `a/b`, `a/b/c`. */
export function levelsOf(group: string | undefined): string[] {
  if (group === undefined || group === "") return [];
  const names = group.split("/");
  return names.map((_, place) => names.slice(0, place + 1).join("/"));
}

function quantiles(millis: Uint32Array): Summary["millis"] {
  if (millis.length === 0) return { average: 0, p50: 0, p95: 0 };
  const sorted = millis.toSorted();
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? 0;
  return { average: Math.round(sorted.reduce((sum, each) => sum + each, 0) / sorted.length), p50: at(0.5), p95: at(0.95) };
}
