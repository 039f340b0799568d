import { describe, expect, test } from "vitest";
import fc from "fast-check";
import { z } from "zod";
import { REASONS, type Reason } from "../reasons.ts";
import { decodeItem, decodeLedgerBody, encodeControl, encodeItem, encodeOutcomes } from "./codec.ts";
import { decodeOutcome } from "./decode-outcome.ts";
import { JOIN, MAX_PARTS } from "./outcome.ts";
import { type ItemKey, formatItemKey, parseItemKey } from "./subjects.ts";

const count = z.int().min(0);
const positive = z.int().min(1);
const identity = { index: count, stage: count, try: positive };
const whole = z.object(identity);
const part = z.object({ ...identity, part: z.union([z.literal(JOIN), z.int().min(0).max(MAX_PARTS - 1)]), partTry: positive });
const facts = z.object({ millis: count.optional(), input: z.object({ bytes: count, sha256: z.string() }).optional() });
const reason = z.enum(Object.keys(REASONS) as [Reason, ...Reason[]]);
const file = z.object({ name: z.string(), bytes: count, sha256: z.string() });
const documents = z.array(z.union([z.object({ index: count, try: positive, part: z.undefined().optional(), partTry: z.undefined().optional() }), z.object({ index: count, try: positive, part: part.shape.part, partTry: positive })])).min(1);
const why = z.enum(["drain", "yield", "unavailable", "notAble"]);
const noPart = z.object({ part: z.undefined().optional(), partTry: z.undefined().optional() });
const who = z.union([z.intersection(whole, noPart), part]);

/** The same shape as decode-outcome.ts checks by hand. */
const schema = z.union([
  z.intersection(z.intersection(who, facts), z.object({ outcome: z.literal("Succeeded"), outputs: z.array(file).optional(), engine: z.string().optional() })),
  z.intersection(z.intersection(who, facts), z.object({ outcome: z.literal("Failed"), reason, message: z.string().optional(), last: z.boolean(), retryAfterSeconds: count.optional() })),
  z.intersection(z.intersection(who, facts), z.object({ outcome: z.literal("Rejected"), reason, message: z.string().optional() })),
  z.intersection(z.intersection(who, facts), z.object({ outcome: z.literal("Skipped"), message: z.string().optional() })),
  z.intersection(z.intersection(who, facts), z.object({ outcome: z.literal("Split"), parts: z.int().min(2).max(MAX_PARTS), pagesPerPart: positive, pages: positive, sha256: z.string() })),
  z.object({ outcome: z.literal("Returned"), stage: count, documents, why, started: z.boolean(), message: z.string().optional() }),
  z.object({ outcome: z.literal("Lost"), stage: count, documents }),
  z.intersection(who, z.object({ outcome: z.literal("Started") })),
]);

const number = fc.oneof({ weight: 30, arbitrary: fc.integer({ min: 1, max: 4000 }) }, { weight: 1, arbitrary: fc.constantFrom(-1, 0, 0.5, Number.MAX_SAFE_INTEGER + 1) });
const mostly = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | string | null | undefined> => fc.oneof({ weight: 60, arbitrary: value as fc.Arbitrary<T | string | null | undefined> }, { weight: 1, arbitrary: fc.constantFrom("x", null, undefined) });
const partFields = { part: fc.option(fc.oneof(fc.constant(JOIN), number), { nil: undefined, freq: 1 }), partTry: fc.option(number, { nil: undefined, freq: 1 }) };
const documentTry = fc.record({ index: number, try: number, ...partFields });
const entry = fc.record(
  {
    outcome: mostly(fc.constantFrom("Succeeded", "Failed", "Rejected", "Skipped", "Split", "Returned", "Lost", "Started", "Nonsense")),
    index: mostly(fc.nat()),
    stage: mostly(fc.nat(9)),
    try: mostly(fc.integer({ min: 1, max: 9 })),
    ...partFields,
    millis: fc.option(number, { nil: undefined }),
    input: fc.option(fc.record({ bytes: number, sha256: mostly(fc.string()) }), { nil: undefined }),
    outputs: fc.option(fc.array(fc.record({ name: fc.string(), bytes: number, sha256: mostly(fc.string()) }), { maxLength: 2 }), { nil: undefined }),
    reason: mostly(fc.constantFrom("Timeout", "Corrupt", "Unheard")),
    message: fc.option(fc.string(), { nil: undefined }),
    last: mostly(fc.boolean()),
    parts: number,
    pagesPerPart: number,
    pages: number,
    sha256: mostly(fc.string()),
    documents: mostly(fc.array(documentTry, { maxLength: 3 })),
    why: mostly(fc.constantFrom("drain", "yield", "sleep")),
    started: mostly(fc.boolean()),
  },
  { requiredKeys: ["outcome", "index", "stage", "try"] },
);

describe("decodeOutcome", () => {
  test("has the verdict of a schema of the same shape, on valid and broken outcomes alike", () => {
    const verdicts = { valid: 0, invalid: 0 };
    fc.assert(
      fc.property(entry, (value) => {
        const expected = schema.safeParse(value).success;
        verdicts[expected ? "valid" : "invalid"] += 1;
        expect(decodeOutcome(value) !== undefined).toBe(expected);
      }),
      { numRuns: 20_000 },
    );
    expect(Math.min(verdicts.valid, verdicts.invalid)).toBeGreaterThan(1_000);
  });
});

describe("decodeLedgerBody", () => {
  test("reads back what was written", () => {
    const outcome = { outcome: "Failed", index: 3, stage: 0, try: 2, reason: "Timeout", last: true, millis: 12 } as const;
    expect(decodeLedgerBody(encodeOutcomes({ worker: "w", boot: "b", outcomes: [outcome] }))).toEqual({ kind: "outcomes", worker: "w", boot: "b", outcomes: [outcome] });
    const record = { type: "Reopened", round: 1, failedBeforeMs: 5, reasons: ["Timeout"] } as const;
    expect(decodeLedgerBody(encodeControl({ term: 4, record }))).toEqual({ kind: "control", term: 4, record });
  });

  test("calls any other bytes garbage and never throws", () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => void expect(decodeLedgerBody(text).kind).toBe("garbage")));
  });

  test("tells a version that it does not know from garbage", () => {
    expect(decodeLedgerBody('{"v":2,"outcomes":[]}')).toEqual({ kind: "unknownVersion", version: 2 });
    expect(decodeItem('{"v":9,"kind":"documents"}')).toMatchObject({ ok: false, version: 9 });
  });
});

describe("items", () => {
  test("are read back as they were written", () => {
    const item = { kind: "documents", job: "j", run: "r", stage: 1, documents: [{ index: 0, try: 1, last: false }] } as const;
    expect(decodeItem(encodeItem({ ...item, documents: [...item.documents] }))).toEqual({ ok: true, value: item });
  });

  test("name the field that is wrong", () => {
    expect(decodeItem('{"v":1,"kind":"documents","job":"j","run":"r","stage":-1,"documents":[{"index":0,"try":1,"last":false}]}')).toMatchObject({ ok: false, problem: expect.stringContaining("stage") });
  });
});

describe("item keys", () => {
  const number = fc.nat();
  const key: fc.Arbitrary<ItemKey> = fc.oneof(
    fc.record({ kind: fc.constant("block" as const), stage: number, block: number }),
    fc.record({ kind: fc.constant("single" as const), stage: number, index: number, try: number }),
    fc.record({ kind: fc.constant("part" as const), stage: number, index: number, try: number, part: fc.oneof(number, fc.constant(JOIN)), partTry: number }),
    fc.record({ kind: fc.constant("discover" as const), try: number }),
    fc.record({ kind: fc.constant("finalize" as const), round: number, try: number }),
  );

  test("are read back as they were written, and fit a subject", () => {
    fc.assert(
      fc.property(key, (each) => {
        expect(parseItemKey(formatItemKey(each))).toEqual(each);
        expect(formatItemKey(each)).toMatch(/^[a-z0-9.]+$/);
      }),
    );
  });

  test("are not found in other text", () => {
    expect(["", "0.b", "x.b1", "0.d1", "0.d1.1.p1", "discover", "finalize.1"].map(parseItemKey)).toEqual(Array.from({ length: 7 }, () => undefined));
  });
});
