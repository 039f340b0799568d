import fc from "fast-check";
import { expect, test } from "vitest";
import { encodeManifestIndex, encodeManifestPage } from "../contract/wire/codec.ts";
import { ManifestCache, pageOf } from "./manifest-cache.ts";
import type { Manifests } from "./ports.ts";

/** Pages of the given sizes; documents are called by their index. */
function makeManifests(pageSizes: readonly number[]): Manifests & { reads: string[] } {
  const reads: string[] = [];
  const firstIndexes = pageSizes.map((_, page) => pageSizes.slice(0, page).reduce((sum, size) => sum + size, 0));
  const total = pageSizes.reduce((sum, size) => sum + size, 0);
  return {
    reads,
    write: async () => undefined,
    read: async (_, run, page) => {
      reads.push(`${run}/${page}`);
      if (page === "index") return encodeManifestIndex({ total, firstIndexes, sha256: "0".repeat(64) });
      const firstIndex = firstIndexes[page];
      if (firstIndex === undefined) return undefined;
      return encodeManifestPage({ firstIndex, documents: Array.from({ length: pageSizes[page] ?? 0 }, (_, place) => ({ id: `d${firstIndex + place}` })) });
    },
  };
}

const RUN = { jobUid: "j", run: "r" };

test("finds every document, whatever the sizes of the pages", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 30 }), async (pageSizes) => {
      const total = pageSizes.reduce((sum, size) => sum + size, 0);
      const indexes = Array.from({ length: total }, (_, index) => index);
      const documents = await new ManifestCache(makeManifests(pageSizes)).documents(RUN, indexes);
      expect(documents.map(({ id }) => id)).toEqual(indexes.map((index) => `d${index}`));
    }),
    { numRuns: 50 },
  );
});

test("reads a page once for slots that ask at the same time", async () => {
  const manifests = makeManifests([10]);
  const cache = new ManifestCache(manifests);
  await Promise.all([cache.documents(RUN, [1]), cache.documents(RUN, [2]), cache.documents(RUN, [3])]);
  expect(manifests.reads).toEqual(["r/index", "r/0"]);
});

test("keeps a bounded number of pages, the last used ones", async () => {
  const manifests = makeManifests(Array.from({ length: 40 }, () => 1));
  const cache = new ManifestCache(manifests);
  await cache.documents(RUN, [0, ...Array.from({ length: 15 }, (_, place) => place + 1), 0, 30, 0, 1]);
  expect(manifests.reads.filter((read) => read === "r/0")).toHaveLength(1);
  expect(manifests.reads.filter((read) => read === "r/1")).toHaveLength(2);
});

test("a page that could not be read is asked for again", async () => {
  const manifests = makeManifests([1]);
  let isDown = true;
  const cache = new ManifestCache({ ...manifests, read: async (...key) => (isDown ? undefined : manifests.read(...key)) });
  await expect(cache.documents(RUN, [0])).rejects.toThrow("manifest `r` has no page index");
  isDown = false;
  expect(await cache.documents(RUN, [0])).toEqual([{ id: "d0" }]);
});

test("an index beyond the manifest is said to be so", async () => {
  await expect(new ManifestCache(makeManifests([2])).documents(RUN, [2])).rejects.toThrow("document 2 is not in manifest `r` of 2 documents");
});

test.each([
  { firstIndexes: [0], index: 5, want: 0 },
  { firstIndexes: [0, 10, 20], index: 9, want: 0 },
  { firstIndexes: [0, 10, 20], index: 10, want: 1 },
  { firstIndexes: [0, 10, 20], index: 99, want: 2 },
  { firstIndexes: [], index: 0, want: 0 },
])("index $index lies on page $want of $firstIndexes", ({ firstIndexes, index, want }) => {
  expect(pageOf({ firstIndexes }, index)).toBe(want);
});
