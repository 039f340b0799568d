/** Failed documents by reason and stage, with a sample each. Bounded by the closed table of reasons, not by documents. */
import { type Reason, fromReasonCode, toReasonCode } from "../../contract/reasons.ts";

export interface FailureGroup {
  readonly reason: Reason;
  readonly stage: number;
  readonly count: number;
  /** Index of a document that failed like this. */
  readonly sample: number;
  readonly message: string;
}

/** Long enough to tell what happened, short enough for a status. */
export const MAX_GROUP_MESSAGE = 200;
const MAX_STAGES = 16;

interface Group {
  count: number;
  sample: number;
  message: string;
}

/** State to guard: one group for each reason and stage that has failed documents. */
export class FailureGroups {
  readonly #groups = new Map<number, Group>();

  add(failure: { stage: number; reason: Reason; index: number; message: string }): void {
    const key = toReasonCode(failure.reason) * MAX_STAGES + failure.stage;
    const group = this.#groups.get(key);
    if (group !== undefined) group.count += 1;
    else this.#groups.set(key, { count: 1, sample: failure.index, message: failure.message.slice(0, MAX_GROUP_MESSAGE) });
  }

  /** A document that had failed is tried again. */
  remove(stage: number, reasonCode: number): void {
    const key = reasonCode * MAX_STAGES + stage;
    const group = this.#groups.get(key);
    if (group === undefined) return;
    group.count -= 1;
    if (group.count <= 0) this.#groups.delete(key);
  }

  /** Largest first. */
  list(): FailureGroup[] {
    const groups = [...this.#groups].map(([key, group]) => ({ reason: fromReasonCode(Math.floor(key / MAX_STAGES)), stage: key % MAX_STAGES, ...group }));
    return groups.sort((a, b) => b.count - a.count || a.sample - b.sample);
  }

  static restore(groups: readonly FailureGroup[]): FailureGroups {
    const restored = new FailureGroups();
    for (const { reason, stage, count, sample, message } of groups) {
      restored.#groups.set(toReasonCode(reason) * MAX_STAGES + stage, { count, sample, message });
    }
    return restored;
  }
}
