import { EventEmitter } from "node:events";
import { expect, test } from "vitest";
import { listenForRunSignals } from "./run-signals.ts";

test("the first signal drains, the second stops, the third ends the process whatever it does", () => {
  const emitter = new EventEmitter();
  const ends: (number | string)[] = [];
  const signals = listenForRunSignals({ emitter, onDrain: () => ends.push("draining"), exit: (code) => ends.push(code) });
  expect([signals.drain.aborted, signals.stop.aborted]).toEqual([false, false]);
  emitter.emit("SIGINT");
  expect([signals.drain.aborted, signals.stop.aborted]).toEqual([true, false]);
  emitter.emit("SIGTERM");
  expect([signals.drain.aborted, signals.stop.aborted]).toEqual([true, true]);
  emitter.emit("SIGINT");
  expect(ends).toEqual(["draining", 3]);
});
