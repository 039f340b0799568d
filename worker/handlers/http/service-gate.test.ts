import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Circuit, CircuitPass } from "./circuit.ts";
import { ServiceGate } from "./service-gate.ts";

const { signal: never } = new AbortController();
const changes: string[] = [];

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  changes.length = 0;
});
afterEach(() => {
  vi.useRealTimers();
});

function makeGate(ratePerSecond?: number): ServiceGate {
  const onCircuit = (now: Circuit, before: Circuit, problem: string): void => void changes.push(`${before.state} → ${now.state}: ${problem}`);
  return new ServiceGate({ onCircuit, ...(ratePerSecond === undefined ? {} : { ratePerSecond }) });
}

interface Entered {
  readonly order: string[];
  readonly passes: Map<string, CircuitPass>;
  readonly problems: Map<string, string>;
}

function enterAll(gate: ServiceGate, names: readonly string[], { patienceMs = 600_000, signal = never } = {}): Entered {
  const entered: Entered = { order: [], passes: new Map(), problems: new Map() };
  for (const name of names) {
    gate.enter({ signal, patienceMs }).then(
      (pass) => {
        entered.order.push(name);
        entered.passes.set(name, pass);
      },
      (error: unknown) => entered.problems.set(name, String(error)),
    );
  }
  return entered;
}

async function openCircuit(gate: ServiceGate): Promise<void> {
  for (let failures = 0; failures < 5; failures++) gate.leave(await gate.enter({ signal: never, patienceMs: 1000 }), "away", "refused");
}

test("without a limit everybody is let in at once, and in order", async () => {
  const { order } = enterAll(makeGate(), ["a", "b", "c"]);
  await vi.advanceTimersByTimeAsync(0);
  expect(order).toEqual(["a", "b", "c"]);
});

test("with a limit they are let in one after the other, also when the process stood still", async () => {
  const { order } = enterAll(makeGate(10), ["a", "b", "c", "d"]);
  await vi.advanceTimersByTimeAsync(0);
  expect(order).toEqual(["a"]);
  await vi.advanceTimersByTimeAsync(104);
  expect(order).toEqual(["a"]);
  await vi.advanceTimersByTimeAsync(1);
  expect(order).toEqual(["a", "b"]);
  vi.setSystemTime(Date.now() + 10_000);
  await vi.advanceTimersByTimeAsync(105);
  expect(order).toEqual(["a", "b", "c"]);
  await vi.advanceTimersByTimeAsync(105);
  expect(order).toEqual(["a", "b", "c", "d"]);
});

test("a pause holds everybody, the longer one of two counts, and the first of those refused together says so", async () => {
  const gate = makeGate();
  expect([gate.pause(2000, "429"), gate.pause(1000, "429"), gate.pause(undefined, "429")]).toEqual([true, false, false]);
  const { order } = enterAll(gate, ["a"]);
  await vi.advanceTimersByTimeAsync(1999);
  expect(order).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(order).toEqual(["a"]);
});

test("without a time from the service, pauses grow until it takes a call", async () => {
  const gate = makeGate();
  const waits: number[] = [];
  for (let refusals = 0; refusals < 4; refusals++) {
    if (refusals === 3) gate.noteTaken();
    gate.pause(undefined, "429");
    const beganMs = performance.now();
    enterAll(gate, ["a"]);
    await vi.advanceTimersToNextTimerAsync();
    waits.push(performance.now() - beganMs);
  }
  expect(waits).toEqual([500, 1000, 2000, 500]);
});

test("an open circuit holds everybody, one probes, and its answer lets all in", async () => {
  const gate = makeGate();
  await openCircuit(gate);
  const { order, passes } = enterAll(gate, ["a", "b", "c"]);
  await vi.advanceTimersByTimeAsync(999);
  expect(order).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(order).toEqual(["a"]);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(order).toEqual(["a"]);
  gate.leave(passes.get("a") ?? { isProbe: false }, "answered");
  await vi.advanceTimersByTimeAsync(0);
  expect(order).toEqual(["a", "b", "c"]);
  expect(changes).toEqual(["closed → open: refused", "open → halfOpen: refused", "halfOpen → closed: refused"]);
});

test("a probe that was cut short is followed by another", async () => {
  const gate = makeGate();
  await openCircuit(gate);
  const { order, passes } = enterAll(gate, ["a", "b"]);
  await vi.advanceTimersByTimeAsync(1000);
  gate.leave(passes.get("a") ?? { isProbe: false }, "unknown");
  await vi.advanceTimersByTimeAsync(0);
  expect(order).toEqual(["a", "b"]);
});

test("whoever has no patience left is told what it waited for", async () => {
  const limited = makeGate(1);
  const { problems } = enterAll(limited, ["a", "b"], { patienceMs: 500 });
  await vi.advanceTimersByTimeAsync(500);
  expect([...problems]).toEqual([["b", expect.stringContaining("UnavailableError: the pool's ratePerSecond leaves")]]);
  const paused = makeGate();
  paused.pause(60_000, "it answered 429");
  const { problems: ofPaused } = enterAll(paused, ["a"], { patienceMs: 500 });
  const broken = makeGate();
  await openCircuit(broken);
  const { problems: ofBroken } = enterAll(broken, ["a"], { patienceMs: 500 });
  await vi.advanceTimersByTimeAsync(500);
  expect([...ofPaused, ...ofBroken]).toEqual([
    ["a", "UnavailableError: the service asks to be called later: it answered 429"],
    ["a", "UnavailableError: the service does not answer: refused"],
  ]);
});

test("whoever is stopped leaves the line, and the others move up", async () => {
  const gate = makeGate(1);
  const controller = new AbortController();
  const first = enterAll(gate, ["a"]);
  const stopped = enterAll(gate, ["b"], { signal: controller.signal });
  const last = enterAll(gate, ["c"]);
  controller.abort(new Error("stop"));
  await vi.advanceTimersByTimeAsync(1050);
  expect([first.order, stopped.order, last.order]).toEqual([["a"], [], ["c"]]);
  expect(stopped.problems.get("b")).toBe("Error: stop");
  await expect(gate.enter({ signal: controller.signal, patienceMs: 1 })).rejects.toThrow("stop");
});

test("nothing is left running once everybody is through", async () => {
  const gate = makeGate(1);
  enterAll(gate, ["a", "b"]);
  await vi.advanceTimersByTimeAsync(1050);
  expect(vi.getTimerCount()).toBe(0);
});
