import { expect, test } from "vitest";
import { Ableness } from "./ableness.ts";

test("a slot without a process leaves the items to those that have one", () => {
  const ableness = new Ableness(3);
  ableness.noteSlot(0, false, "no memory");
  ableness.noteSlot(1, false, "no memory");
  expect([0, 1, 2].map((slot) => ableness.mayPull(slot))).toEqual([false, false, true]);
  expect(ableness.problem).toBe("no memory");
});

test("where no slot has a process, one still pulls", () => {
  const ableness = new Ableness(3);
  for (const slot of [0, 1, 2]) ableness.noteSlot(slot, false, "no memory");
  expect([0, 1, 2].map((slot) => ableness.mayPull(slot))).toEqual([true, false, false]);
});

test("five times not able in a row, and the worker is unready and pauses; one document that ends makes it able again", async () => {
  const ableness = new Ableness(1, 60_000);
  const stop = new AbortController();
  for (let times = 0; times < 4; times++) ableness.noteNotAble("no engine");
  expect(ableness.isAble).toBe(true);
  await ableness.untilAllowed(stop.signal);
  ableness.noteNotAble("no engine");
  expect(ableness.isAble).toBe(false);
  const waiting = ableness.untilAllowed(stop.signal);
  stop.abort();
  await waiting;
  ableness.noteAble();
  expect(ableness.isAble).toBe(true);
  expect(ableness.problem).toBeUndefined();
});
