/**
 * Through this gate goes every call of this process to the service: one after the other as the rate allows, none while the
 * service has asked for a pause or its circuit is open.
 *
 * State: who waits, in order; until when there is a pause; rate and circuit. One timer, for the first in line.
 */
import { UnavailableError } from "../../errors.ts";
import { CLOSED, type CallVerdict, type Circuit, type CircuitPass, beginCall, circuitWaitMs, endCall } from "./circuit.ts";
import { type TokenBucket, createTokenBucket, takeToken, tokenWaitMs } from "./token-bucket.ts";

export interface ServiceGateOptions {
  /** Unset: no limit. */
  readonly ratePerSecond?: number;
  /** Called for each change of the circuit, with what the last call failed with. */
  readonly onCircuit: (now: Circuit, before: Circuit, problem: string) => void;
  readonly nowMs?: () => number;
}

interface Waiting {
  readonly resolve: (pass: CircuitPass) => void;
}

export interface EnterOptions {
  readonly signal: AbortSignal;
  /** Longest wait; then UnavailableError. */
  readonly patienceMs: number;
}

const MAX_TIMER_MS = 60_000;
const FIRST_REFUSAL_PAUSE_MS = 500;
const LONGEST_REFUSAL_PAUSE_MS = 30_000;

export class ServiceGate {
  readonly #options: ServiceGateOptions;
  readonly #nowMs: () => number;
  readonly #waiting: Waiting[] = [];
  #bucket: TokenBucket | undefined;
  #circuit: Circuit = CLOSED;
  #pausedUntilMs = 0;
  #refusalsInARow = 0;
  #problem = "";
  #timer: NodeJS.Timeout | undefined;

  constructor(options: ServiceGateOptions) {
    this.#options = options;
    this.#nowMs = options.nowMs ?? (() => performance.now());
    this.#bucket = options.ratePerSecond === undefined ? undefined : createTokenBucket(options.ratePerSecond, this.#nowMs());
  }

  /** Waits for its turn. Each pass must be given back by `leave`. Throws the signal's reason, or UnavailableError. */
  async enter({ signal, patienceMs }: EnterOptions): Promise<CircuitPass> {
    signal.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<CircuitPass>();
    const waiting: Waiting = { resolve };
    const giveUp = (error: unknown): void => {
      const place = this.#waiting.indexOf(waiting);
      // It has been let in meanwhile.
      if (place < 0) return;
      this.#waiting.splice(place, 1);
      reject(error);
      this.#pump();
    };
    const onAbort = (): void => giveUp(signal.reason);
    const timer = setTimeout(() => giveUp(new UnavailableError(this.#whyWaiting())), Math.max(0, patienceMs));
    signal.addEventListener("abort", onAbort, { once: true });
    this.#waiting.push(waiting);
    this.#pump();
    return promise.finally(() => {
      clearTimeout(timer);
      signal.removeEventListener("abort", onAbort);
    });
  }

  /** `problem`: what a failed call failed with, for the log. */
  leave(pass: CircuitPass, verdict: CallVerdict, problem = ""): void {
    if (problem !== "") this.#problem = problem;
    this.#turn(endCall(this.#circuit, pass, { verdict, nowMs: this.#nowMs() }));
    this.#pump();
  }

  /** The service wants to be left alone: for as long as it says, or for longer each time. True for the first of the calls that it refused together. */
  pause(pauseMs: number | undefined, problem: string): boolean {
    const isFirst = this.#pausedUntilMs <= this.#nowMs();
    const grownMs = Math.min(LONGEST_REFUSAL_PAUSE_MS, FIRST_REFUSAL_PAUSE_MS * 2 ** this.#refusalsInARow);
    if (isFirst) this.#refusalsInARow = Math.min(16, this.#refusalsInARow + 1);
    this.#pausedUntilMs = Math.max(this.#pausedUntilMs, this.#nowMs() + (pauseMs ?? grownMs));
    this.#problem = problem;
    this.#pump();
    return isFirst;
  }

  /** The service took a call. */
  noteTaken(): void {
    this.#refusalsInARow = 0;
  }

  /** Nobody is let in any more; who waits is given up by signal or patience. */
  close(): void {
    clearTimeout(this.#timer);
    this.#pausedUntilMs = Infinity;
  }

  #pump(): void {
    clearTimeout(this.#timer);
    while (this.#waiting.length > 0) {
      const waitMs = this.#waitMs(this.#nowMs());
      if (waitMs > 0) return this.#pumpIn(waitMs);
      this.#letIn();
    }
  }

  #letIn(): void {
    if (this.#bucket !== undefined) this.#bucket = takeToken(this.#bucket, this.#nowMs());
    const { circuit, pass } = beginCall(this.#circuit);
    this.#turn(circuit);
    this.#waiting.shift()?.resolve(pass);
  }

  #pumpIn(waitMs: number): void {
    // While a probe is on its way, its end pumps.
    if (waitMs !== Infinity) this.#timer = setTimeout(() => this.#pump(), Math.ceil(Math.min(MAX_TIMER_MS, waitMs)));
  }

  #waitMs(nowMs: number): number {
    const heldMs = Math.max(this.#pausedUntilMs - nowMs, circuitWaitMs(this.#circuit, nowMs));
    return heldMs > 0 || this.#bucket === undefined ? heldMs : tokenWaitMs(this.#bucket, nowMs);
  }

  #turn(circuit: Circuit): void {
    const before = this.#circuit;
    this.#circuit = circuit;
    if (before.state !== circuit.state) this.#options.onCircuit(circuit, before, this.#problem);
  }

  #whyWaiting(): string {
    if (this.#circuit.state !== "closed") return `the service does not answer: ${this.#problem}`;
    return this.#pausedUntilMs > this.#nowMs() ? `the service asks to be called later: ${this.#problem}` : "the pool's ratePerSecond leaves this document no turn in time";
  }
}
