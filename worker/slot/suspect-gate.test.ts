import { expect, test } from "vitest";
import { SuspectGate } from "./suspect-gate.ts";

const { signal } = new AbortController();

/** Whether a promise has resolved after everything that was ready has run. */
async function isDone(promise: Promise<unknown>): Promise<boolean> {
  let done = false;
  void promise.then(() => (done = true));
  await new Promise((resolve) => setImmediate(resolve));
  return done;
}

test("documents run side by side", () => {
  const gate = new SuspectGate();
  expect([gate.tryEnter(), gate.tryEnter()]).toEqual([true, true]);
});

test("a suspect waits for the documents that run, and later documents wait for it", async () => {
  const gate = new SuspectGate();
  gate.tryEnter();
  const suspect = gate.enterAlone(signal);
  const later = gate.enter(signal);
  expect(await isDone(suspect)).toBe(false);
  gate.leave();
  expect(await suspect).toBe(true);
  expect(await isDone(later)).toBe(false);
  gate.leaveAlone();
  expect(await later).toBe(true);
});

test("two suspects run one after the other", async () => {
  const gate = new SuspectGate();
  expect(await gate.enterAlone(signal)).toBe(true);
  const second = gate.enterAlone(signal);
  expect(await isDone(second)).toBe(false);
  gate.leaveAlone();
  expect(await second).toBe(true);
  expect(gate.tryEnter()).toBe(false);
});

test("a suspect that gives up lets the documents behind it start", async () => {
  const gate = new SuspectGate();
  const patience = new AbortController();
  gate.tryEnter();
  const suspect = gate.enterAlone(patience.signal);
  const later = gate.enter(signal);
  patience.abort();
  expect(await suspect).toBe(false);
  expect(await later).toBe(true);
});

test("a document that gives up is not counted as running", async () => {
  const gate = new SuspectGate();
  const patience = new AbortController();
  await gate.enterAlone(signal);
  const document = gate.enter(patience.signal);
  patience.abort();
  expect(await document).toBe(false);
  gate.leaveAlone();
  expect(await gate.enterAlone(signal)).toBe(true);
});
