/** What every work queue must do, and the ugly facts that whoever uses one has to live with. */
import { afterEach, describe, expect, test } from "vitest";
import type { Delivery, WorkQueue } from "../../worker/ports.ts";

/** A pool's queue with the publisher's side of it, and what can happen to it. */
export interface QueueUnderTest {
  readonly queue: WorkQueue;
  readonly publish: (subject: string, data: string) => Promise<{ readonly sequence: number } | "exists" | "full">;
  readonly delete: (sequence: number) => Promise<boolean>;
  readonly list: () => Promise<readonly { readonly subject: string; readonly sequence: number }[]>;
  readonly place: () => Promise<{ readonly deliveredSequence: number; readonly ackFloor: number }>;
  /** Lets more than the ack wait pass; the sequences in `working` say working() meanwhile, through the heartbeat target. */
  readonly passAckWait: (working?: readonly number[]) => Promise<void>;
  /** The broker is killed and started; the last `broughtBack` acks are lost. Held items look new afterwards. */
  readonly restart: (broughtBack: number) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Room for `maxItems` items and for 3 unacked ones. */
export type QueueFactory = (options: { readonly maxItems: number }) => Promise<QueueUnderTest>;

export function describeWorkQueue(name: string, create: QueueFactory): void {
  const opened: QueueUnderTest[] = [];
  const open = async (maxItems = 100): Promise<QueueUnderTest> => {
    const made = await create({ maxItems });
    opened.push(made);
    return made;
  };
  afterEach(async () => {
    for (const made of opened.splice(0)) await made.close();
  });

  describe(`work queue: ${name}`, () => {
    describeDelivery(open);
    describeLeases(open);
    describeUglyFacts(open);
  });
}

type Open = (maxItems?: number) => Promise<QueueUnderTest>;

const never = new AbortController().signal;

async function pull({ queue }: QueueUnderTest): Promise<Delivery> {
  const delivery = await queue.pull(never);
  if (delivery === undefined) throw new Error("the pull ended");
  return delivery;
}

async function publish(made: QueueUnderTest, ...subjects: readonly string[]): Promise<number[]> {
  const sequences: number[] = [];
  for (const subject of subjects) {
    const published = await made.publish(subject, `data of ${subject}`);
    if (typeof published === "string") throw new Error(published);
    sequences.push(published.sequence);
  }
  return sequences;
}

/** Undefined where nothing is there to be pulled. */
async function pullNow({ queue }: QueueUnderTest): Promise<Delivery | undefined> {
  return queue.pull(AbortSignal.timeout(100));
}

function describeDelivery(open: Open): void {
  test("items come in the order in which they were published, with their data", async () => {
    const made = await open();
    const [first, second] = await publish(made, "a", "b");
    expect([await pull(made), await pull(made)]).toEqual([
      { data: "data of a", sequence: first, redelivered: false },
      { data: "data of b", sequence: second, redelivered: false },
    ]);
  });

  test("a waiting pull gets the next item", async () => {
    const made = await open();
    const waiting = pull(made);
    await publish(made, "a");
    expect((await waiting).data).toBe("data of a");
  });

  test("an item goes to one puller only", async () => {
    const made = await open();
    const pulls = [pullNow(made), pullNow(made)];
    await publish(made, "a");
    expect((await Promise.all(pulls)).filter((delivery) => delivery !== undefined)).toHaveLength(1);
  });

  test("a pull ends with nothing when its signal is aborted, before or while it waits", async () => {
    const made = await open();
    expect(await made.queue.pull(AbortSignal.abort())).toBeUndefined();
    const abort = new AbortController();
    const waiting = made.queue.pull(abort.signal);
    abort.abort();
    expect(await waiting).toBeUndefined();
    await publish(made, "a");
    expect((await pull(made)).data).toBe("data of a");
  });

  test("an acked item is gone from the list", async () => {
    const made = await open();
    const [first, second] = await publish(made, "a", "b");
    expect(await made.list()).toEqual(expect.arrayContaining([{ subject: "a", sequence: first }, { subject: "b", sequence: second }]));
    await made.queue.ack((await pull(made)).sequence);
    expect(await made.list()).toEqual([{ subject: "b", sequence: second }]);
  });

  test("a second message on a subject is refused until the first one is gone, delivered or not", async () => {
    const made = await open();
    await publish(made, "a");
    expect(await made.publish("a", "other")).toBe("exists");
    const delivery = await pull(made);
    expect(await made.publish("a", "other")).toBe("exists");
    await made.queue.ack(delivery.sequence);
    const [again] = await publish(made, "a");
    expect(again).toBeGreaterThan(delivery.sequence);
  });

  test("a deleted item that was not delivered never is, and its subject is free", async () => {
    const made = await open();
    const [first, second] = await publish(made, "a", "b");
    expect(await made.delete(first ?? 0)).toBe(true);
    expect(await made.delete(first ?? 0)).toBe(false);
    expect((await pull(made)).sequence).toBe(second);
    await publish(made, "a");
  });

  test("a full queue takes nothing more, and takes again after an ack", async () => {
    const made = await open(2);
    await publish(made, "a", "b");
    expect(await made.publish("c", "c")).toBe("full");
    await made.queue.ack((await pull(made)).sequence);
    await publish(made, "c");
  });

  test("no more than the allowed number of items are out at once", async () => {
    const made = await open();
    await publish(made, "a", "b", "c", "d");
    const first = await pull(made);
    await pull(made);
    await pull(made);
    const fourth = pull(made);
    expect(await Promise.race([fourth, pullNow(made)])).toBeUndefined();
    await made.queue.ack(first.sequence);
    expect((await fourth).data).toBe("data of d");
  });

  test("the delivered sequence and the ack floor tell how far the consumer is", async () => {
    const made = await open();
    const [first = 0, second = 0] = await publish(made, "a", "b", "c");
    await pull(made);
    await pull(made);
    expect(await made.place()).toEqual({ deliveredSequence: second, ackFloor: first - 1 });
    await made.queue.ack(second);
    expect(await made.place()).toEqual({ deliveredSequence: second, ackFloor: first - 1 });
    await made.queue.ack(first);
    expect(await made.place()).toEqual({ deliveredSequence: second, ackFloor: second });
  });
}

function describeLeases(open: Open): void {
  test("an item that nobody renews is delivered again, marked, before fresh ones", async () => {
    const made = await open();
    await publish(made, "a", "b");
    const { sequence } = await pull(made);
    await made.passAckWait();
    expect(await pull(made)).toEqual({ data: "data of a", sequence, redelivered: true });
    expect((await pull(made)).redelivered).toBe(false);
  });

  test("a waiting pull gets an item whose lease ran out", async () => {
    const made = await open();
    await publish(made, "a");
    const { sequence } = await pull(made);
    const waiting = pull(made);
    await made.passAckWait();
    expect(await waiting).toMatchObject({ sequence, redelivered: true });
  });

  test("an item that is being worked on stays where it is", async () => {
    const made = await open();
    await publish(made, "a", "b");
    const held = await pull(made);
    const dropped = await pull(made);
    await made.passAckWait([held.sequence]);
    expect(await pull(made)).toMatchObject({ sequence: dropped.sequence, redelivered: true });
    expect(await pullNow(made)).toBeUndefined();
  });

  test("saying working() for an item that is gone does nothing", async () => {
    const made = await open();
    await publish(made, "a");
    const gone = await pull(made);
    await made.queue.ack(gone.sequence);
    await publish(made, "b");
    const held = await pull(made);
    await made.passAckWait([gone.sequence]);
    expect(await pull(made)).toMatchObject({ sequence: held.sequence, redelivered: true });
  });
}

function describeUglyFacts(open: Open): void {
  test("a stale ack is confirmed and removes the message under its new holder", async () => {
    const made = await open();
    await publish(made, "a");
    const { sequence } = await pull(made);
    await made.passAckWait();
    await pull(made);
    await made.queue.ack(sequence);
    expect(await made.list()).toEqual([]);
    await made.queue.ack(sequence);
  });

  test("a held item that is deleted is confirmed when acked, and never delivered again", async () => {
    const made = await open();
    const [sequence = 0] = await publish(made, "a");
    await pull(made);
    expect(await made.delete(sequence)).toBe(true);
    await made.passAckWait();
    await made.queue.ack(sequence);
    expect(await pullNow(made)).toBeUndefined();
  });

  test("a restart forgets deliveries: a held item comes again and looks new", async () => {
    const made = await open();
    await publish(made, "a");
    const { sequence } = await pull(made);
    await made.restart(0);
    expect(await pull(made)).toMatchObject({ sequence, redelivered: false });
  });

  test("a restart may bring acked items back, and sequences still rise afterwards", async () => {
    const made = await open();
    await publish(made, "a", "b");
    await made.queue.ack((await pull(made)).sequence);
    const last = await pull(made);
    await made.queue.ack(last.sequence);
    await made.restart(1);
    expect(await made.list()).toEqual([{ subject: "b", sequence: last.sequence }]);
    expect((await pull(made)).data).toBe("data of b");
    const [next] = await publish(made, "c");
    expect(next).toBeGreaterThan(last.sequence);
  });
}
