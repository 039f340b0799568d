import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeManifestPage } from "./codec.ts";
import { decodePlainPage } from "./decode-plain-page.ts";
import { manifestPage } from "./manifest.ts";

/** Mostly right, now and then at or behind a bound, of another type, or absent. */
function field(right: fc.Arbitrary<unknown>, odd: readonly unknown[]): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 40, arbitrary: right }, { weight: 1, arbitrary: fc.constantFrom(...odd) });
}

const text = (most: number): unknown[] => ["", "x".repeat(most), "x".repeat(most + 1), 1, null, undefined];
const numbers = [-1, -0, 0, 0.5, Number.MAX_SAFE_INTEGER, 2 ** 53, "1", null, undefined];
const document = fc.record({
  id: field(fc.string({ minLength: 1 }), text(1024)),
  uri: field(fc.option(fc.webUrl(), { nil: undefined }), text(4096)),
  group: field(fc.option(fc.string(), { nil: undefined }), text(256)),
  bytes: field(fc.option(fc.nat(), { nil: undefined }), numbers),
  modifiedMs: field(fc.option(fc.nat(), { nil: undefined }), numbers),
  metadata: field(fc.constant(undefined), [{}, { a: "b" }, { a: 1 }, null]),
  unknown: field(fc.constant(undefined), [1]),
});
const page = fc.record({
  v: fc.constant(1),
  firstIndex: field(fc.nat(), numbers),
  documents: field(fc.array(field(document, [null, 1, []]), { maxLength: 4 }), [[], {}, null, undefined, Array.from({ length: 1001 }, () => ({ id: "a" }))]),
});

test("a page read by hand has the verdict and the value that the schema gives it", () => {
  fc.assert(
    fc.property(page, (each) => {
      const encoded = JSON.stringify(each);
      const bySchema = manifestPage.safeParse(JSON.parse(encoded));
      const decoded = decodeManifestPage(encoded);
      expect(decoded.ok).toBe(bySchema.success);
      if (decoded.ok) expect(decoded.value).toStrictEqual(bySchema.data);
    }),
    { numRuns: 2000 },
  );
});

test("what most pages are is read by hand", () => {
  const plain = { firstIndex: 0, documents: [{ id: "a" }, { id: "b/c.pdf", uri: "volume://scans/b/c.pdf", bytes: 12, modifiedMs: 5.5 }] };
  expect(decodePlainPage({ v: 1, ...plain })).toEqual(plain);
});
