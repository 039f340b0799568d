/**
 * A pool's part of the work stream, in memory, with the manners of JetStream: one message on a subject, sequences that only
 * rise, a lease for each delivered item, delivery again when it runs out, and acks that fence nothing.
 *
 * States of a message: waiting → delivered → gone (acked or deleted); delivered → waiting again when its lease runs out or
 * the queue is restarted.
 */
import { extname } from "node:path";
import type { Delivery, HeartbeatTarget, WorkQueue } from "../worker/ports.ts";
import { LeaseTable } from "./lease-table.ts";
import { SequenceFifo } from "./sequence-fifo.ts";

export interface MemoryQueueOptions {
  /** Most messages in the queue, delivered ones included. */
  readonly maxItems: number;
  /** Most items delivered and not acked: at least the number of slots. */
  readonly maxAckPending: number;
  /** A delivered item that is neither acked nor renewed for so long is delivered again. */
  readonly ackWaitMs: number;
  /** Acked messages that `restart` may bring back; for tests of what a broker's crash does. */
  readonly rememberAcked?: number;
  /** Monotonic. */
  readonly nowMs?: () => number;
}

export type PublishResult = { readonly sequence: number } | "exists" | "full";

export interface QueuedItem {
  readonly subject: string;
  readonly sequence: number;
}

interface Message extends QueuedItem {
  readonly data: string;
}

interface Lease {
  readonly cell: number;
  beats: number;
  endsMs: number;
}

interface Waiter {
  readonly give: (delivery: Delivery | undefined) => void;
}

const LEASE_CHECKS_PER_ACK_WAIT = 4;
/** Built to JavaScript, this file and its neighbour end in `.js`. */
const HEARTBEAT_MODULE = new URL(`./memory-queue-heartbeat${extname(import.meta.url)}`, import.meta.url).href;

export class MemoryQueue implements WorkQueue {
  readonly heartbeatTarget: HeartbeatTarget;
  readonly #options: MemoryQueueOptions;
  readonly #nowMs: () => number;
  readonly #messages = new Map<number, Message>();
  readonly #bySubject = new Map<string, number>();
  /** Sequences not delivered yet; may name messages that are gone. */
  readonly #fresh = new SequenceFifo();
  /** Sequences to deliver again, before fresh ones; value: say so to the receiver. */
  readonly #again = new Map<number, boolean>();
  readonly #leases = new Map<number, Lease>();
  readonly #table: LeaseTable;
  readonly #waiters = new Set<Waiter>();
  readonly #acked: Message[] = [];
  #lastSequence = 0;
  #deliveredSequence = 0;
  #leaseTimer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(options: MemoryQueueOptions) {
    this.#options = options;
    this.#nowMs = options.nowMs ?? (() => performance.now());
    this.#table = new LeaseTable(options.maxAckPending);
    this.heartbeatTarget = { module: HEARTBEAT_MODULE, data: this.#table.memory };
  }

  /** `exists`: a message lies on the subject already, and stays. `full`: nothing was stored; try after some are acked. */
  publish(subject: string, data: string): PublishResult {
    if (this.#bySubject.has(subject)) return "exists";
    if (this.#messages.size >= this.#options.maxItems) return "full";
    const sequence = ++this.#lastSequence;
    this.#store({ subject, sequence, data });
    this.#fresh.push(sequence);
    if (this.#waiters.size > 0) this.#serve();
    return { sequence };
  }

  async pull(signal: AbortSignal): Promise<Delivery | undefined> {
    if (signal.aborted || this.#isClosed) return undefined;
    return this.#next() ?? this.#wait(signal);
  }

  async ack(sequence: number): Promise<void> {
    const message = this.#messages.get(sequence);
    if (message === undefined) return;
    this.delete(sequence);
    this.#remember(message);
  }

  /** Removes a message, delivered or not. True when it was there. */
  delete(sequence: number): boolean {
    const message = this.#messages.get(sequence);
    if (message === undefined) return false;
    this.#messages.delete(sequence);
    this.#bySubject.delete(message.subject);
    this.#again.delete(sequence);
    this.#endLease(sequence);
    if (this.#waiters.size > 0) this.#serve();
    return true;
  }

  /** Everything in the queue, delivered ones included, in no order. */
  list(): QueuedItem[] {
    return Array.from(this.#messages.values(), ({ subject, sequence }) => ({ subject, sequence }));
  }

  get size(): number {
    return this.#messages.size;
  }

  /** Items in somebody's hands. */
  get heldItems(): number {
    return this.#leases.size;
  }

  /** Highest sequence ever delivered; deliveries again do not count. */
  get deliveredSequence(): number {
    return this.#deliveredSequence;
  }

  /** Every item up to here that was delivered is gone from the queue. */
  get ackFloor(): number {
    let lowest = this.#deliveredSequence + 1;
    for (const sequence of this.#leases.keys()) lowest = Math.min(lowest, sequence);
    for (const sequence of this.#again.keys()) lowest = Math.min(lowest, sequence);
    return lowest - 1;
  }

  /** Makes items whose lease ran out ready again. A timer calls this; tests with a clock of their own do too. */
  expireLeases(): void {
    const nowMs = this.#nowMs();
    for (const [sequence, lease] of this.#leases) {
      this.#renew(lease, nowMs);
      if (lease.endsMs > nowMs) continue;
      this.#endLease(sequence);
      this.#again.set(sequence, true);
    }
    this.#serve();
  }

  /**
   * What a broker's crash may do: leases and delivery counts are forgotten, so held items are delivered again and look
   * new; the last `broughtBack` acks are undone.
   */
  restart(broughtBack = 0): void {
    for (const sequence of this.#leases.keys()) {
      this.#endLease(sequence);
      this.#again.set(sequence, false);
    }
    for (const sequence of this.#again.keys()) this.#again.set(sequence, false);
    const lost = broughtBack > 0 ? this.#acked.splice(-broughtBack) : [];
    for (const message of lost) this.#bringBack(message);
    this.#serve();
  }

  /** Ends every pull with undefined. May be called twice. */
  close(): void {
    this.#isClosed = true;
    clearInterval(this.#leaseTimer);
    this.#leaseTimer = undefined;
    for (const waiter of this.#waiters) waiter.give(undefined);
    this.#waiters.clear();
  }

  #store(message: Message): void {
    this.#messages.set(message.sequence, message);
    this.#bySubject.set(message.subject, message.sequence);
  }

  #bringBack(message: Message): void {
    if (this.#bySubject.has(message.subject)) return;
    this.#store(message);
    this.#again.set(message.sequence, false);
  }

  #remember(message: Message): void {
    const bound = this.#options.rememberAcked ?? 0;
    if (bound === 0) return;
    this.#acked.push(message);
    if (this.#acked.length > bound) this.#acked.shift();
  }

  #wait(signal: AbortSignal): Promise<Delivery | undefined> {
    return new Promise((resolve) => {
      const giveUp = (): void => waiter.give(undefined);
      const waiter: Waiter = {
        give: (delivery) => {
          signal.removeEventListener("abort", giveUp);
          this.#waiters.delete(waiter);
          resolve(delivery);
        },
      };
      signal.addEventListener("abort", giveUp, { once: true });
      this.#waiters.add(waiter);
    });
  }

  #serve(): void {
    for (const waiter of this.#waiters) {
      const delivery = this.#next();
      if (delivery === undefined) return;
      waiter.give(delivery);
    }
  }

  #next(): Delivery | undefined {
    if (!this.#table.hasRoom) return undefined;
    for (const [sequence, redelivered] of this.#again) {
      this.#again.delete(sequence);
      return this.#deliver(sequence, redelivered);
    }
    let sequence = this.#fresh.shift();
    while (sequence !== undefined && !this.#messages.has(sequence)) sequence = this.#fresh.shift();
    if (sequence === undefined) return undefined;
    this.#deliveredSequence = sequence;
    return this.#deliver(sequence, false);
  }

  #deliver(sequence: number, redelivered: boolean): Delivery | undefined {
    const message = this.#messages.get(sequence);
    if (message === undefined) return undefined;
    const cell = this.#table.claim(sequence);
    this.#leases.set(sequence, { cell, beats: this.#table.beatsOf(cell), endsMs: this.#nowMs() + this.#options.ackWaitMs });
    this.#watchLeases();
    return { data: message.data, sequence, redelivered };
  }

  #renew(lease: Lease, nowMs: number): void {
    const beats = this.#table.beatsOf(lease.cell);
    if (beats === lease.beats) return;
    lease.beats = beats;
    lease.endsMs = nowMs + this.#options.ackWaitMs;
  }

  #endLease(sequence: number): void {
    const lease = this.#leases.get(sequence);
    if (lease === undefined) return;
    this.#leases.delete(sequence);
    this.#table.free(lease.cell);
  }

  #watchLeases(): void {
    if (this.#leaseTimer !== undefined || this.#isClosed) return;
    this.#leaseTimer = setInterval(() => this.expireLeases(), this.#options.ackWaitMs / LEASE_CHECKS_PER_ACK_WAIT);
    // Leases alone are no reason for the process to stay.
    this.#leaseTimer.unref();
  }
}
