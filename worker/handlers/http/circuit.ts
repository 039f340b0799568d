/**
 * The circuit breaker of a service, as a value: no clock, no timers.
 *
 * closed → (FAILURES_TO_OPEN calls in a row failed) → open: nothing is called → (the pause is over) → halfOpen: one call
 * probes → closed when the service answers it, else open again, for twice as long.
 */

export type Circuit =
  | { readonly state: "closed"; readonly failures: number }
  | { readonly state: "open"; readonly untilMs: number; readonly pauseMs: number; readonly last: CallFailure }
  | { readonly state: "halfOpen"; readonly pauseMs: number; readonly last: CallFailure };

/** away: the service was not there to answer. failing: it was, and broke down over the call. */
export type CallFailure = "away" | "failing";

/** answered: the service works, whatever it said. unknown: the call was ended before it could be told. */
export type CallVerdict = "answered" | CallFailure | "unknown";

/** What a call that has begun must give back when it ends. */
export interface CircuitPass {
  readonly isProbe: boolean;
}

export interface CallEnd {
  readonly verdict: CallVerdict;
  readonly nowMs: number;
}

export const FAILURES_TO_OPEN = 5;
export const FIRST_PAUSE_MS = 1000;
export const LONGEST_PAUSE_MS = 10_000;

export const CLOSED: Circuit = { state: "closed", failures: 0 };

/** How long until a call may begin; 0: now. Infinity: until the probe has ended. */
export function circuitWaitMs(circuit: Circuit, nowMs: number): number {
  if (circuit.state === "closed") return 0;
  return circuit.state === "open" ? Math.max(0, circuit.untilMs - nowMs) : Infinity;
}

/** Only when the wait is 0. */
export function beginCall(circuit: Circuit): { readonly circuit: Circuit; readonly pass: CircuitPass } {
  if (circuit.state !== "open") return { circuit, pass: { isProbe: false } };
  const { pauseMs, last } = circuit;
  return { circuit: { state: "halfOpen", pauseMs, last }, pass: { isProbe: true } };
}

/** While it is not closed, only the probe counts: calls that began before tell of the time before. */
export function endCall(circuit: Circuit, { isProbe }: CircuitPass, end: CallEnd): Circuit {
  if (circuit.state === "halfOpen" && isProbe) return endProbe(circuit, end);
  if (circuit.state !== "closed" || end.verdict === "unknown") return circuit;
  if (end.verdict === "answered") return CLOSED;
  const failures = circuit.failures + 1;
  return failures < FAILURES_TO_OPEN ? { state: "closed", failures } : reopen(FIRST_PAUSE_MS, end.verdict, end.nowMs);
}

function endProbe({ pauseMs, last }: Extract<Circuit, { state: "halfOpen" }>, { verdict, nowMs }: CallEnd): Circuit {
  if (verdict === "answered") return CLOSED;
  // Nothing was learnt: the next call probes at once.
  if (verdict === "unknown") return { state: "open", untilMs: nowMs, pauseMs, last };
  // It is back, and the document that happened to probe may be a bad one: another should probe soon.
  const isBack = last === "away" && verdict === "failing";
  return reopen(isBack ? FIRST_PAUSE_MS : Math.min(LONGEST_PAUSE_MS, pauseMs * 2), verdict, nowMs);
}

function reopen(pauseMs: number, last: CallFailure, nowMs: number): Circuit {
  return { state: "open", untilMs: nowMs + pauseMs, pauseMs, last };
}
