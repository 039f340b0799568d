import { afterEach, expect, test, vi } from "vitest";
import { decodeLedgerBody } from "../contract/wire/codec.ts";
import type { Outcome } from "../contract/wire/outcome.ts";
import { UnavailableError } from "./errors.ts";
import { OutcomeAppender } from "./outcome-appender.ts";
import type { Jobs, OutcomeLedger, PubAck } from "./ports.ts";
import { makeEntry } from "./testing/make-entry.ts";

let stop = new AbortController();
afterEach(() => {
  stop.abort();
  stop = new AbortController();
});

/** A ledger that stores nothing until it is told to, and shows what it was asked to store. */
function makeLedger(): OutcomeLedger & { asked: { jobUid: string; indexes: number[]; answer: PromiseWithResolvers<PubAck> }[] } {
  const asked: ReturnType<typeof makeLedger>["asked"] = [];
  return {
    asked,
    append: (jobUid, message) => {
      const body = decodeLedgerBody(message);
      const indexes = body.kind === "outcomes" ? body.outcomes.map((outcome) => ("index" in outcome ? outcome.index : -1)) : [];
      const answer = Promise.withResolvers<PubAck>();
      asked.push({ jobUid, indexes, answer });
      return answer.promise;
    },
  };
}

const RUNNING: Jobs = { get: (uid) => makeEntry({ uid }) };

function makeAppender(ledger: OutcomeLedger, jobs = RUNNING): OutcomeAppender {
  return new OutcomeAppender({ ledger, jobs, worker: "w", boot: "b", signal: stop.signal });
}

function succeeded(index: number, message = ""): Outcome {
  return message === "" ? { outcome: "Succeeded", index, stage: 0, try: 1 } : { outcome: "Skipped", index, stage: 0, try: 1, message };
}

test("outcomes of one turn share an append, and those that come meanwhile share the next", async () => {
  const ledger = makeLedger();
  const appender = makeAppender(ledger);
  const first = [appender.append("j", succeeded(0)), appender.append("j", succeeded(1))];
  await vi.waitFor(() => expect(ledger.asked).toHaveLength(1));
  const second = [appender.append("j", succeeded(2)), appender.append("j", succeeded(3))];
  ledger.asked[0]?.answer.resolve({ sequence: 5 });
  await vi.waitFor(() => expect(ledger.asked).toHaveLength(2));
  ledger.asked[1]?.answer.resolve({ sequence: 6 });
  expect(ledger.asked.map(({ indexes }) => indexes)).toEqual([[0, 1], [2, 3]]);
  expect(await Promise.all([...first, ...second])).toEqual([{ sequence: 5 }, { sequence: 5 }, { sequence: 6 }, { sequence: 6 }]);
});

test("jobs do not wait for each other", async () => {
  const ledger = makeLedger();
  const appender = makeAppender(ledger);
  void appender.append("a", succeeded(0));
  const other = appender.append("b", succeeded(1));
  await vi.waitFor(() => expect(ledger.asked.map(({ jobUid }) => jobUid)).toEqual(["a", "b"]));
  ledger.asked[1]?.answer.resolve({ sequence: 9 });
  expect(await other).toEqual({ sequence: 9 });
});

test("no message grows beyond what a broker takes", async () => {
  const stored: string[] = [];
  const appender = makeAppender({ append: async (_, message) => ({ sequence: stored.push(message) }) });
  const long = "x".repeat(500);
  await Promise.all(Array.from({ length: 2000 }, (_, index) => appender.append("j", succeeded(index, long))));
  expect(stored.length).toBeGreaterThan(3);
  expect(Math.max(...stored.map((message) => Buffer.byteLength(message)))).toBeLessThan(512 * 1024);
});

test("an append that may not have been stored is made again until it is", async () => {
  let failures = 2;
  const stored: string[] = [];
  const append = async (_: string, message: string): Promise<PubAck> => {
    stored.push(message);
    if (failures-- > 0) throw new UnavailableError("no answer");
    return { sequence: 3 };
  };
  expect(await makeAppender({ append }).append("j", succeeded(0))).toEqual({ sequence: 3 });
  expect(new Set(stored).size).toBe(1);
  expect(stored).toHaveLength(3);
});

test("stopping ends the retries", async () => {
  const append = (): Promise<PubAck> => Promise.reject(new UnavailableError("no answer"));
  const proof = makeAppender({ append }).append("j", succeeded(0));
  stop.abort();
  await expect(proof).rejects.toThrow("told to stop");
});

test("another error reaches the slot, and later outcomes are still appended", async () => {
  let calls = 0;
  const append = async (): Promise<PubAck> => {
    if (++calls === 1) throw new RangeError("too long");
    return { sequence: 1 };
  };
  const appender = makeAppender({ append });
  await expect(appender.append("j", succeeded(0))).rejects.toThrow("too long");
  expect(await appender.append("j", succeeded(1))).toEqual({ sequence: 1 });
});

test("nothing is appended while the ledger is full", async () => {
  const ledger = makeLedger();
  let state: "full" | "run" = "full";
  const appender = makeAppender(ledger, { get: (uid) => makeEntry({ uid, state }) });
  const proof = appender.append("j", succeeded(0));
  await new Promise((resolve) => setImmediate(resolve));
  expect(ledger.asked).toHaveLength(0);
  state = "run";
  await vi.waitFor(() => expect(ledger.asked).toHaveLength(1));
  ledger.asked[0]?.answer.resolve({ sequence: 1 });
  expect(await proof).toEqual({ sequence: 1 });
});
