import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeItem } from "./codec.ts";
import { decodePlainItem } from "./decode-plain-item.ts";
import { workItem } from "./item.ts";

/** Mostly right, now and then at or behind a bound, of another type, or absent. */
function field(right: fc.Arbitrary<unknown>, odd: readonly unknown[]): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 30, arbitrary: right }, { weight: 1, arbitrary: fc.constantFrom(...odd) });
}

const numbers = [-1, 0, 0.5, -0, 15, 16, 65_535, 65_536, 4_294_967_294, 4_294_967_295, "1", null, undefined, true];
const names = ["", "x".repeat(64), "x".repeat(65), 1, null, undefined];
const document = fc.record({
  index: field(fc.nat(), numbers),
  try: field(fc.integer({ min: 1, max: 9 }), numbers),
  last: field(fc.boolean(), [0, "true", null, undefined]),
  attempt: field(fc.integer({ min: 1, max: 9 }), numbers),
  part: field(fc.constant(undefined), [0, 4096, 4097, "join", "j", null]),
  partTry: field(fc.constant(undefined), numbers),
  unknown: field(fc.constant(undefined), [1]),
});
const item = fc.record({
  v: fc.constant(1),
  kind: field(fc.constant("documents"), ["discover", "finalize", "other", null, undefined]),
  job: field(fc.string({ maxLength: 64 }), names),
  run: field(fc.string({ maxLength: 64 }), names),
  stage: field(fc.integer({ min: 0, max: 15 }), numbers),
  suspect: field(fc.constant(undefined), [true, false, 1, null]),
  split: field(fc.constant(undefined), [{ parts: 2, pagesPerPart: 1, pages: 2, sha256: "" }, {}, null]),
  documents: field(fc.array(field(document, [null, 1, []]), { maxLength: 4 }), [[], {}, null, undefined, Array.from({ length: 1001 }, (_, index) => ({ index, try: 1, last: false }))]),
  unknown: field(fc.constant(undefined), [{}]),
});

test("an item read by hand has the verdict and the value that the schema gives it", () => {
  fc.assert(
    fc.property(item, (each) => {
      const text = JSON.stringify(each);
      const bySchema = workItem.safeParse(JSON.parse(text));
      const decoded = decodeItem(text);
      expect(decoded.ok).toBe(bySchema.success);
      if (decoded.ok) expect(decoded.value).toStrictEqual(bySchema.data);
    }),
    { numRuns: 2000 },
  );
});

test("what most items are is read by hand", () => {
  const plain = { kind: "documents", job: "j", run: "r", stage: 0, documents: [{ index: 4, try: 1, attempt: 1, last: false }] } as const;
  expect(decodePlainItem(plain)).toEqual(plain);
});
