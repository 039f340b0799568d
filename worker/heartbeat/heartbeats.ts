/**
 * The main thread's side of the heartbeats: says which slot holds what, and keeps the thread alive.
 *
 * States: created → started (thread beats; a thread that dies is replaced) → stopped. Items may be held in any state; they
 * are only renewed while started.
 */
import { Worker } from "node:worker_threads";
import type { HeartbeatTarget } from "../ports.ts";
import { HEARTBEAT_READY, type HeartbeatThreadData } from "./heartbeat-thread.ts";
import { type LeaseBoard, createLeaseBoard, toTenths } from "./lease-board.ts";

export interface HeartbeatsOptions {
  readonly target: HeartbeatTarget;
  readonly slots: number;
  /** Of one document; a document older than this and the margin is not vouched for. */
  readonly documentTimeoutMs: number;
  readonly marginMs?: number;
  readonly intervalMs?: number;
  /** The thread died and is started again. */
  readonly onProblem?: (message: string) => void;
}

const DEFAULT_MARGIN_MS = 10_000;
const DEFAULT_INTERVAL_MS = 1000;
const START_TIMEOUT_MS = 20_000;
const RESTART_DELAY_MS = 1000;

export class Heartbeats {
  readonly #options: HeartbeatsOptions;
  readonly #board: LeaseBoard;
  readonly #allowanceMs: number;
  #thread: Worker | undefined;
  #restart: NodeJS.Timeout | undefined;
  #isStopped = false;

  constructor(options: HeartbeatsOptions) {
    this.#options = options;
    // A slot may hold one item that it works on and one that it settles.
    this.#board = createLeaseBoard(2 * options.slots);
    this.#allowanceMs = options.documentTimeoutMs + (options.marginMs ?? DEFAULT_MARGIN_MS);
    this.mainIsAlive();
  }

  /** Resolves when the thread beats. */
  async start(): Promise<void> {
    if (this.#isStopped || this.#thread !== undefined) return;
    const thread = this.#spawn();
    this.#thread = thread;
    await untilReady(thread);
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#restart);
    const thread = this.#thread;
    this.#thread = undefined;
    await thread?.terminate();
  }

  /** The slot holds this item from now on. */
  hold(slot: number, sequence: number): void {
    Atomics.store(this.#board.deadlines, slot, 0);
    Atomics.store(this.#board.sequences, slot, BigInt(sequence));
  }

  /** The slot works on a document from now (its performance.now()) on. */
  beginDocument(slot: number, nowMs: number): void {
    Atomics.store(this.#board.deadlines, slot, toTenths(nowMs + this.#allowanceMs));
  }

  endDocument(slot: number): void {
    Atomics.store(this.#board.deadlines, slot, 0);
  }

  /** The slot works on nothing. */
  release(slot: number): void {
    Atomics.store(this.#board.sequences, slot, 0n);
    Atomics.store(this.#board.deadlines, slot, 0);
  }

  /** The item that the slot worked on waits for its records to be stored; the slot may hold another. */
  beginSettling(slot: number): void {
    Atomics.store(this.#board.sequences, this.#options.slots + slot, Atomics.load(this.#board.sequences, slot));
    this.release(slot);
  }

  endSettling(slot: number): void {
    Atomics.store(this.#board.sequences, this.#options.slots + slot, 0n);
  }

  /** To be called every second or so: a main thread that stops turning for longer than a document may take is wedged. */
  mainIsAlive(): void {
    Atomics.store(this.#board.mainDeadline, 0, toTenths(performance.now() + this.#allowanceMs));
  }

  #spawn(): Worker {
    const workerData: HeartbeatThreadData = {
      board: this.#board,
      target: this.#options.target,
      intervalMs: this.#options.intervalMs ?? DEFAULT_INTERVAL_MS,
    };
    const thread = new Worker(new URL("./heartbeat-thread.ts", import.meta.url), { workerData, execArgv: [] });
    thread.on("error", (error) => this.#options.onProblem?.(`the heartbeat thread failed: ${error instanceof Error ? error.message : String(error)}`));
    thread.once("exit", () => this.#replace(thread));
    thread.unref();
    return thread;
  }

  #replace(dead: Worker): void {
    if (this.#isStopped || this.#thread !== dead) return;
    this.#options.onProblem?.("the heartbeat thread ended; starting it again");
    this.#restart = setTimeout(() => {
      this.#thread = this.#spawn();
    }, RESTART_DELAY_MS);
    this.#restart.unref();
  }
}

function untilReady(thread: Worker): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const timer = setTimeout(() => reject(new Error("the heartbeat thread did not start in time")), START_TIMEOUT_MS);
  thread.once("message", (message) => (message === HEARTBEAT_READY ? resolve() : reject(new Error("the heartbeat thread spoke out of turn"))));
  thread.once("error", reject);
  thread.once("exit", () => reject(new Error("the heartbeat thread ended while it started")));
  return promise.finally(() => clearTimeout(timer));
}
