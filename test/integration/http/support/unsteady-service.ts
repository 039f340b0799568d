/**
 * A service that does everything that services do: slow, now and then a 500, a quota that others use up as well (429 with
 * Retry-After), and gone in the middle of its work, for as long as told.
 */
import { setTimeout as delay } from "node:timers/promises";
import type { ServerResponse } from "node:http";
import { type Asked, makeService, type TestService } from "../../../../worker/handlers/http/testing/make-service.ts";

export interface UnsteadyChoices {
  readonly outageSeconds: number;
  /** It goes away at this call. */
  readonly outageAtCall: number;
  /** Others use up the quota at these calls. */
  readonly quotaAtCalls: readonly number[];
}

export interface UnsteadyService extends TestService {
  /** Statuses that were sent, by document. */
  readonly answers: ReadonlyMap<string, readonly number[]>;
  /** Calls that were cut when it went away. */
  readonly cut: () => number;
  /** By performance.now(); 0 until then. */
  readonly outage: { fromMs: number; untilMs: number };
}

const LONGEST_ANSWER_MS = 60;
/** Of the documents, one in so many fails the first time, and one in three of these the second time as well. */
const FAILS_ONCE_IN = 11;
const QUOTA_MS = 1500;
/** A Retry-After is in whole seconds. */
const RETRY_AFTER_SECONDS = 2;

export async function makeUnsteadyService({ outageSeconds, outageAtCall, quotaAtCalls }: UnsteadyChoices): Promise<UnsteadyService> {
  const answers = new Map<string, number[]>();
  const outage = { fromMs: 0, untilMs: 0 };
  let calls = 0;
  let cut = 0;
  let quotaUntilMs = 0;
  const service = await makeService(respond);
  return Object.assign(service, { answers, outage, cut: () => cut });

  async function respond(asked: Asked, response: ServerResponse): Promise<void> {
    calls += 1;
    const document = decodeURIComponent(String(asked.headers["ream-document"]));
    const before = answers.get(document) ?? [];
    answers.set(document, before);
    if (calls === outageAtCall) void goAway();
    if (quotaAtCalls.includes(calls)) quotaUntilMs = asked.atMs + QUOTA_MS;
    const index = Number(/\d+/.exec(document)?.[0]);
    if (asked.atMs < quotaUntilMs) return answer(429, { "retry-after": calls % 2 === 0 ? String(RETRY_AFTER_SECONDS) : new Date(Date.now() + RETRY_AFTER_SECONDS * 1000).toUTCString() });
    await delay((index * 37) % LONGEST_ANSWER_MS);
    const failures = index % FAILS_ONCE_IN !== 0 ? 0 : index % (3 * FAILS_ONCE_IN) === 0 ? 2 : 1;
    return answer(before.filter((status) => status === 500).length < failures ? 500 : 200, {});

    function answer(status: number, headers: Record<string, string>): void {
      if (response.destroyed) return void (cut += 1);
      before.push(status);
      response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(status === 200 ? { seen: document } : { message: `status ${status}` }));
    }
  }

  async function goAway(): Promise<void> {
    outage.fromMs = performance.now();
    await service.goDown();
    await delay(outageSeconds * 1000);
    await service.comeBack();
    outage.untilMs = performance.now();
  }
}

/** The most calls in any time of this length. */
export function mostCallsWithin(windowMs: number, atMs: readonly number[]): number {
  const sorted = atMs.toSorted((a, b) => a - b);
  return Math.max(0, ...sorted.map((from, place) => sorted.slice(place).filter((at) => at < from + windowMs).length));
}
