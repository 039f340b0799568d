import fc from "fast-check";
import { expect, test } from "vitest";
import { beginCall, type CallVerdict, type Circuit, type CircuitPass, circuitWaitMs, CLOSED, endCall, FAILURES_TO_OPEN, FIRST_PAUSE_MS, LONGEST_PAUSE_MS } from "./circuit.ts";

const PASS: CircuitPass = { isProbe: false };

function fail(times: number, circuit: Circuit = CLOSED, nowMs = 0): Circuit {
  return Array.from({ length: times }).reduce<Circuit>((last) => endCall(last, PASS, { verdict: "away", nowMs }), circuit);
}

test("opens after so many failures in a row, and not before", () => {
  expect(fail(FAILURES_TO_OPEN - 1).state).toBe("closed");
  expect(fail(FAILURES_TO_OPEN)).toEqual({ state: "open", untilMs: FIRST_PAUSE_MS, pauseMs: FIRST_PAUSE_MS, last: "away" });
});

test("one answer starts the count anew; a call that was cut short counts for nothing", () => {
  const answered = endCall(fail(FAILURES_TO_OPEN - 1), PASS, { verdict: "answered", nowMs: 0 });
  expect(fail(FAILURES_TO_OPEN - 1, answered).state).toBe("closed");
  const cut = endCall(fail(FAILURES_TO_OPEN - 1), PASS, { verdict: "unknown", nowMs: 0 });
  expect(fail(1, cut).state).toBe("open");
});

test("after the pause one call probes, and all others wait for its end", () => {
  const open = fail(FAILURES_TO_OPEN);
  expect(circuitWaitMs(open, 0)).toBe(FIRST_PAUSE_MS);
  const { circuit, pass } = beginCall(open);
  expect([circuit.state, pass.isProbe, circuitWaitMs(circuit, 1e9)]).toEqual(["halfOpen", true, Infinity]);
  expect(endCall(circuit, pass, { verdict: "answered", nowMs: 5000 })).toEqual(CLOSED);
});

test("each probe that fails doubles the pause, up to a limit; one that was cut short is followed at once", () => {
  let circuit = fail(FAILURES_TO_OPEN);
  const pauses: number[] = [];
  for (let probes = 0; probes < 6; probes++) {
    const { circuit: probing, pass } = beginCall(circuit);
    circuit = endCall(probing, pass, { verdict: "away", nowMs: 0 });
    pauses.push(circuitWaitMs(circuit, 0));
  }
  expect(pauses).toEqual([2000, 4000, 8000, LONGEST_PAUSE_MS, LONGEST_PAUSE_MS, LONGEST_PAUSE_MS]);
  const { circuit: probing, pass } = beginCall(circuit);
  expect(circuitWaitMs(endCall(probing, pass, { verdict: "unknown", nowMs: 7 }), 7)).toBe(0);
});

test("a probe that the service answers with an error of its own, after it was away, is followed by another soon", () => {
  const probe = (circuit: Circuit, verdict: CallVerdict): Circuit => {
    const begun = beginCall(circuit);
    return endCall(begun.circuit, begun.pass, { verdict, nowMs: 0 });
  };
  const longAway = probe(probe(fail(FAILURES_TO_OPEN), "away"), "away");
  const back = probe(longAway, "failing");
  expect([longAway, back, probe(back, "failing"), probe(back, "away")].map((circuit) => circuitWaitMs(circuit, 0))).toEqual([4000, 1000, 2000, 2000]);
});

test("whatever happens, at most one call probes at a time, only answers close, and it never waits for ever without a probe", () => {
  const step = fc.record({ act: fc.constantFrom("begin", "end"), pick: fc.nat(), verdict: fc.constantFrom<CallVerdict>("answered", "away", "failing", "unknown"), afterMs: fc.nat(20_000) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      let circuit: Circuit = CLOSED;
      let nowMs = 0;
      const running: CircuitPass[] = [];
      for (const { act, pick, verdict, afterMs } of steps) {
        nowMs += afterMs;
        const before = circuit;
        if (act === "begin" && circuitWaitMs(circuit, nowMs) === 0) {
          const begun = beginCall(circuit);
          circuit = begun.circuit;
          running.push(begun.pass);
        } else if (act === "end" && running.length > 0) {
          const [pass = PASS] = running.splice(pick % running.length, 1);
          circuit = endCall(circuit, pass, { verdict, nowMs });
          if (circuit.state === "closed" && before.state !== "closed") expect(verdict).toBe("answered");
        }
        const probes = running.filter(({ isProbe }) => isProbe).length;
        expect(probes).toBeLessThanOrEqual(1);
        expect(circuitWaitMs(circuit, nowMs) === Infinity).toBe(probes === 1);
        if (circuit.state === "open") expect(circuitWaitMs(circuit, nowMs)).toBeLessThanOrEqual(LONGEST_PAUSE_MS);
      }
    }),
  );
});
