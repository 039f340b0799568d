/** How fast a job goes: what ended in the last five minutes, by the ledger's own timestamps. */

const BUCKET_MS = 10_000;
const BUCKETS = 30;

export interface RateSnapshot {
  readonly firstMs: number;
  readonly lastBucket: number;
  readonly steps: readonly number[];
  readonly documents: readonly number[];
}

/** State to guard: a ring of ten-second buckets; `lastBucket` is the newest that was written. */
export class Rate {
  readonly #steps = new Uint32Array(BUCKETS);
  readonly #documents = new Uint32Array(BUCKETS);
  #lastBucket = 0;
  #firstMs = 0;

  static restore(snapshot: RateSnapshot): Rate {
    const rate = new Rate();
    rate.#steps.set(snapshot.steps);
    rate.#documents.set(snapshot.documents);
    rate.#lastBucket = snapshot.lastBucket;
    rate.#firstMs = snapshot.firstMs;
    return rate;
  }

  toSnapshot(): RateSnapshot {
    return { firstMs: this.#firstMs, lastBucket: this.#lastBucket, steps: [...this.#steps], documents: [...this.#documents] };
  }

  /** One stage of a document ended; `documents` is 1 where the document itself did. */
  record(timeMs: number, documents: 0 | 1): void {
    if (this.#firstMs === 0) this.#firstMs = timeMs;
    const bucket = this.#turnTo(timeMs);
    this.#steps[bucket] = (this.#steps[bucket] ?? 0) + 1;
    this.#documents[bucket] = (this.#documents[bucket] ?? 0) + documents;
  }

  /** Per hour, over the last five minutes or as long as there were outcomes, if that is less (at least a second). */
  perHour(nowMs: number): { readonly steps: number; readonly documents: number } {
    const newest = Math.floor(nowMs / BUCKET_MS);
    const sums = { steps: 0, documents: 0 };
    for (let age = 0; age < BUCKETS; age += 1) this.#sum(newest - age, sums);
    const spanMs = Math.max(1000, Math.min(BUCKETS * BUCKET_MS, nowMs - this.#firstMs));
    const hours = spanMs / 3_600_000;
    return { steps: sums.steps / hours, documents: sums.documents / hours };
  }

  #sum(bucket: number, sums: { steps: number; documents: number }): void {
    if (bucket > this.#lastBucket || bucket <= this.#lastBucket - BUCKETS) return;
    sums.steps += this.#steps[bucket % BUCKETS] ?? 0;
    sums.documents += this.#documents[bucket % BUCKETS] ?? 0;
  }

  #turnTo(timeMs: number): number {
    const bucket = Math.max(this.#lastBucket, Math.floor(timeMs / BUCKET_MS));
    const from = Math.max(this.#lastBucket + 1, bucket - BUCKETS + 1);
    for (let each = from; each <= bucket; each += 1) {
      this.#steps[each % BUCKETS] = 0;
      this.#documents[each % BUCKETS] = 0;
    }
    this.#lastBucket = bucket;
    return bucket % BUCKETS;
  }
}
