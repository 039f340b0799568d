/** What each slot is doing, for people and probes who ask. Written in place: it changes with every document. */

export type SlotActivity = "idle" | "starting" | "waiting" | "running" | "storing" | "settling" | "discovering" | "finalizing" | "stopped";

export interface SlotStatus {
  readonly slot: number;
  readonly doing: SlotActivity;
  /** For how long. */
  readonly millis: number;
  readonly jobUid?: string;
  readonly stage?: number;
  /** Of the document in hand. */
  readonly index?: number;
}

interface Line {
  doing: SlotActivity;
  sinceMs: number;
  jobUid: string | undefined;
  stage: number | undefined;
  index: number | undefined;
}

export class SlotBoard {
  readonly #lines: Line[];

  constructor(slots: number) {
    this.#lines = Array.from({ length: slots }, () => ({ doing: "idle", sinceMs: performance.now(), jobUid: undefined, stage: undefined, index: undefined }));
  }

  note(slot: number, doing: SlotActivity, nowMs = performance.now()): void {
    const line = this.#lines[slot];
    if (line === undefined) return;
    line.doing = doing;
    line.sinceMs = nowMs;
  }

  noteItem(slot: number, item: { readonly jobUid?: string; readonly stage?: number; readonly index?: number }): void {
    const line = this.#lines[slot];
    if (line === undefined) return;
    line.jobUid = item.jobUid;
    line.stage = item.stage;
    line.index = item.index;
  }

  statuses(): SlotStatus[] {
    const nowMs = performance.now();
    return this.#lines.map(({ doing, sinceMs, jobUid, stage, index }, slot) => ({
      slot,
      doing,
      millis: Math.round(nowMs - sinceMs),
      ...(jobUid === undefined ? {} : { jobUid }),
      ...(stage === undefined ? {} : { stage }),
      ...(index === undefined ? {} : { index }),
    }));
  }
}
