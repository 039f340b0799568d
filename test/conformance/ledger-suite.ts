/** What every ledger must do, and the ugly facts that whoever uses one has to live with. */
import { afterEach, describe, expect, test } from "vitest";
import { encodeControl, encodeOutcomes } from "../../contract/wire/codec.ts";
import type { LedgerRecord } from "../../contract/wire/ledger-record.ts";
import type { PubAck } from "../../worker/ports.ts";

export interface LedgerUnderTest {
  readonly append: (message: string) => Promise<PubAck>;
  readonly appendControl: (append: { readonly message: string; readonly expectedLastControlSequence: number }) => Promise<PubAck | "refused">;
  readonly read: (options: { readonly fromSequence: number }) => AsyncIterable<LedgerRecord>;
  readonly follow: (onRecord: (record: LedgerRecord) => void) => void;
  readonly lastSequence: () => Promise<number>;
  readonly setClock: (nowMs: number) => void;
  /** Puts bytes on the outcomes subject that no codec wrote. */
  readonly appendRaw: (bytes: string) => Promise<void>;
  /** The record is stored, and the writer is gone before it learns of it. The ledger under test is then one opened anew. */
  readonly appendAndDie: (message: string) => Promise<LedgerUnderTest>;
  /** The newest record is removed, and its sequence not used again. */
  readonly purgeTail?: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** `purges`: records that were confirmed may go away again, so that `purgeTail` is there. */
export interface LedgerTraits {
  readonly purges: boolean;
}

export function describeLedger(name: string, create: () => Promise<LedgerUnderTest>, { purges }: LedgerTraits): void {
  const opened: LedgerUnderTest[] = [];
  const open: Open = async () => {
    const ledger = await create();
    opened.push(ledger);
    return ledger;
  };
  afterEach(async () => {
    for (const ledger of opened.splice(0)) await ledger.close();
  });
  describe(`ledger: ${name}`, () => {
    describeOrder(open);
    describeFencing(open);
    describeUglyFacts(open);
    if (purges) describePurges(open);
  });
}

type Open = () => Promise<LedgerUnderTest>;

export function outcomesOf(index: number): string {
  return encodeOutcomes({ worker: "w", boot: "b", outcomes: [{ outcome: "Skipped", index, stage: 0, try: 1, message: "größer als\nnötig" }] });
}

export function leader(term: number): string {
  return encodeControl({ term, record: { type: "Leader", term } });
}

export async function readAll(ledger: Pick<LedgerUnderTest, "read">, fromSequence = 0): Promise<LedgerRecord[]> {
  const records: LedgerRecord[] = [];
  for await (const record of ledger.read({ fromSequence })) records.push(record);
  return records;
}

/** `outcomes 3` for document 3, `Leader 2`, or the kind of what cannot be read. */
export function summarize({ body }: LedgerRecord): string {
  if (body.kind === "control") return body.record.type === "Leader" ? `Leader ${body.record.term}` : body.record.type;
  if (body.kind !== "outcomes") return body.kind;
  return body.outcomes.map((outcome) => `outcomes ${"index" in outcome ? outcome.index : "?"}`).join();
}

function describeOrder(open: Open): void {
  test("records are read in the order of their sequences, with what was written", async () => {
    const ledger = await open();
    const control = await ledger.appendControl({ message: leader(1), expectedLastControlSequence: 0 });
    const first = await ledger.append(outcomesOf(1));
    const second = await ledger.append(outcomesOf(2));
    const records = await readAll(ledger);
    expect(records.map(summarize)).toEqual(["Leader 1", "outcomes 1", "outcomes 2"]);
    expect(records.map(({ sequence }) => ({ sequence }))).toEqual([control, first, second]);
    expect(await ledger.lastSequence()).toBe(second.sequence);
    expect(records[1]?.body).toMatchObject({ worker: "w", boot: "b", outcomes: [{ message: "größer als\nnötig" }] });
  });

  test("reading may start at any sequence", async () => {
    const ledger = await open();
    const [, second] = await Promise.all([1, 2, 3].map((index) => ledger.append(outcomesOf(index))));
    expect((await readAll(ledger, second?.sequence)).map(summarize)).toEqual(["outcomes 2", "outcomes 3"]);
    expect(await readAll(ledger, 1_000_000)).toEqual([]);
  });

  test("appends at the same time all get sequences of their own", async () => {
    const ledger = await open();
    const acks = await Promise.all(Array.from({ length: 200 }, (_, index) => ledger.append(outcomesOf(index))));
    expect(new Set(acks.map(({ sequence }) => sequence)).size).toBe(200);
    expect(await readAll(ledger)).toHaveLength(200);
  });

  test("a follower gets each record once, in order, before its append is answered", async () => {
    const ledger = await open();
    const followed: number[] = [];
    ledger.follow(({ sequence }) => followed.push(sequence));
    const acks = await Promise.all([1, 2, 3].map((index) => ledger.append(outcomesOf(index)).then((ack) => ({ ack, seen: followed.includes(ack.sequence) }))));
    expect(acks.every(({ seen }) => seen)).toBe(true);
    expect(followed).toEqual(acks.map(({ ack }) => ack.sequence));
  });

  test("times never go back, whatever the clock does", async () => {
    const ledger = await open();
    ledger.setClock(2_000);
    await ledger.append(outcomesOf(1));
    ledger.setClock(1_000);
    await ledger.append(outcomesOf(2));
    ledger.setClock(3_000);
    await ledger.append(outcomesOf(3));
    expect((await readAll(ledger)).map(({ timeMs }) => timeMs)).toEqual([2_000, 2_000, 3_000]);
  });
}

function describeFencing(open: Open): void {
  test("a control record is refused unless the writer knows the one before", async () => {
    const ledger = await open();
    const first = await ledger.appendControl({ message: leader(1), expectedLastControlSequence: 0 });
    if (first === "refused") throw new Error("the first one was refused");
    expect(await ledger.appendControl({ message: leader(2), expectedLastControlSequence: 0 })).toBe("refused");
    expect(await ledger.appendControl({ message: leader(2), expectedLastControlSequence: first.sequence })).not.toBe("refused");
    expect((await readAll(ledger)).map(summarize)).toEqual(["Leader 1", "Leader 2"]);
  });

  test("of two writers at the same time one is refused", async () => {
    const ledger = await open();
    const answers = await Promise.all([1, 2].map((term) => ledger.appendControl({ message: leader(term), expectedLastControlSequence: 0 })));
    expect(answers.filter((answer) => answer === "refused")).toHaveLength(1);
  });

  test("outcomes in between do not stand in the way of a control record", async () => {
    const ledger = await open();
    const first = await ledger.appendControl({ message: leader(1), expectedLastControlSequence: 0 });
    await ledger.append(outcomesOf(1));
    expect(await ledger.appendControl({ message: leader(2), expectedLastControlSequence: first === "refused" ? 0 : first.sequence })).not.toBe("refused");
  });

  test("a decision on the workers' subject is garbage", async () => {
    const ledger = await open();
    await ledger.append(leader(1));
    expect((await readAll(ledger)).map(summarize)).toEqual(["garbage"]);
  });
}

function describeUglyFacts(open: Open): void {
  test("a record may be stored though its writer never heard of it", async () => {
    const ledger = await open();
    await ledger.append(outcomesOf(1));
    const opened = await ledger.appendAndDie(outcomesOf(2));
    expect((await readAll(opened)).map(summarize)).toEqual(["outcomes 1", "outcomes 2"]);
    await opened.append(outcomesOf(2));
    expect((await readAll(opened)).map(summarize)).toEqual(["outcomes 1", "outcomes 2", "outcomes 2"]);
    await opened.close();
  });

  test("garbage is passed on as garbage, in its place, and stops nothing", async () => {
    const ledger = await open();
    await ledger.append(outcomesOf(1));
    await ledger.appendRaw("\u0000\u0001 no message {");
    await ledger.append(outcomesOf(2));
    const records = await readAll(ledger);
    expect(records.map(summarize)).toEqual(["outcomes 1", "garbage", "outcomes 2"]);
    expect(records.every(({ sequence }, place) => place === 0 || sequence > (records[place - 1]?.sequence ?? 0))).toBe(true);
  });

  test("a message of a later version says so", async () => {
    const ledger = await open();
    await ledger.append('{"v":99,"outcomes":"what?"}');
    expect((await readAll(ledger))[0]?.body).toEqual({ kind: "unknownVersion", version: 99 });
  });
}

function describePurges(open: Open): void {
  test("the last sequence may lie past the last record, after a purge of the tail", async () => {
    const ledger = await open();
    await ledger.append(outcomesOf(1));
    const last = await ledger.append(outcomesOf(2));
    await ledger.purgeTail?.();
    expect(await ledger.lastSequence()).toBe(last.sequence);
    expect((await readAll(ledger)).map(summarize)).toEqual(["outcomes 1"]);
    expect((await ledger.append(outcomesOf(3))).sequence).toBeGreaterThan(last.sequence);
  });
}
