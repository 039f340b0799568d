import { readFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeFolder } from "../testing/make-task.ts";
import { encodePage } from "./encode-page.ts";
import type { Picture } from "./picture.ts";
import { createTiffFile } from "./tiff-file.ts";

let folder = "";
let remove = async (): Promise<void> => undefined;
let files = 0;

beforeAll(async () => {
  ({ folder, remove } = await makeFolder());
});
afterAll(() => remove());

async function writeTiff(pages: readonly Picture[]): Promise<Buffer> {
  files += 1;
  const path = join(folder, `${files}.tif`);
  const file = await createTiffFile(path);
  for (const page of pages) await file.addPage(await encodePage(page, "tiff"));
  await file.close();
  return readFile(path);
}

const side = fc.integer({ min: 1, max: 300 });
const picture = fc
  .record({ width: side, height: side, channels: fc.constantFrom<1 | 3>(1, 3), dpi: fc.integer({ min: 70, max: 600 }), isBilevel: fc.boolean(), seed: fc.integer({ min: 0, max: 255 }) })
  .map(({ isBilevel, seed, ...size }): Picture => {
    const channels = isBilevel ? 1 : size.channels;
    const data = Uint8Array.from({ length: size.width * size.height * channels }, (_, place) => (isBilevel ? ((place * seed) % 7 < 3 ? 255 : 0) : (place * seed + (place >> 4)) % 256));
    return { ...size, channels, data, ...(isBilevel ? { isBilevel } : {}) };
  });

test("a reader finds every page as it was given: pixels, size, channels and resolution", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(picture, { minLength: 1, maxLength: 5 }), async (pages) => {
      const tiff = await writeTiff(pages);
      expect((await sharp(tiff).metadata()).pages ?? 1).toBe(pages.length);
      for (const [page, given] of pages.entries()) {
        const image = sharp(tiff, { page });
        expect((await image.metadata()).density).toBe(given.dpi);
        const { data, info } = await (given.channels === 1 ? image.extractChannel(0) : image).raw().toBuffer({ resolveWithObject: true });
        expect({ width: info.width, height: info.height, channels: info.channels }).toEqual({ width: given.width, height: given.height, channels: given.channels });
        expect(data.equals(given.data)).toBe(true);
      }
    }),
    { numRuns: 40 },
  );
});

test("a file that is there is not written over", async () => {
  const path = join(folder, "there.tif");
  await (await createTiffFile(path)).close();
  await expect(createTiffFile(path)).rejects.toMatchObject({ code: "EEXIST" });
});
