import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PermanentError } from "../../../errors.ts";
import { DEFAULT_LIMITS } from "../../../limits.ts";
import { inspectContainer } from "./inspect-container.ts";

let folder: string;
let picture: Buffer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ream-container-"));
  const noise = Buffer.from(Uint8Array.from({ length: 300 * 200 }, (_, index) => (index * index * 31) % 251));
  picture = await sharp(noise, { raw: { width: 300, height: 200, channels: 1 } }).png().toBuffer();
});

afterAll(() => rm(folder, { recursive: true }));

type Type = "png" | "jpeg" | "tiff" | "webp";

async function inspect(bytes: Uint8Array, type: Type, limits = {}): Promise<ReturnType<typeof inspectContainer>> {
  const path = join(folder, "image");
  await writeFile(path, bytes);
  return inspectContainer(path, { type, limits: { ...DEFAULT_LIMITS, ...limits } });
}

const MAKERS: Readonly<Record<string, { readonly type: Type; readonly make: () => Promise<Buffer> }>> = {
  PNG: { type: "png", make: async () => picture },
  JPEG: { type: "jpeg", make: () => sharp(picture).jpeg().toBuffer() },
  "progressive JPEG": { type: "jpeg", make: () => sharp(picture).jpeg({ progressive: true }).toBuffer() },
  TIFF: { type: "tiff", make: () => sharp(picture).tiff({ compression: "none" }).toBuffer() },
  "TIFF in strips": { type: "tiff", make: () => sharp(picture).tiff({ compression: "lzw" }).toBuffer() },
  "TIFF in tiles": { type: "tiff", make: () => sharp(picture).tiff({ compression: "deflate", tile: true, tileWidth: 64, tileHeight: 64 }).toBuffer() },
  WebP: { type: "webp", make: () => sharp(picture).webp().toBuffer() },
};

describe.each(Object.entries(MAKERS))("%s", (_, { type, make }) => {
  test("that is whole is told as whole, whatever comes behind it", async () => {
    const bytes = await make();
    expect(await inspect(bytes, type)).toEqual({ endsEarly: false });
    expect(await inspect(Buffer.concat([bytes, Buffer.from("behind it")]), type)).toMatchObject({ endsEarly: false });
  });

  test("that is cut anywhere is told as cut short, or refused", async () => {
    const bytes = await make();
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 8, max: bytes.length - 16 }), async (at) => {
        expect(await inspect(bytes.subarray(0, at), type)).toMatchObject({ endsEarly: true });
      }),
      { numRuns: 60 },
    );
  });

  test("with any bytes changed is judged, or refused as a document's fault", async () => {
    const bytes = await make();
    const change = fc.record({ at: fc.nat(Math.min(bytes.length, 600) - 1), value: fc.nat(255) });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 8 }), async (changes) => {
        const copy = Buffer.from(bytes);
        for (const { at, value } of changes) copy[at] = value;
        const found = await inspect(copy, type).catch((error: unknown) => error);
        if (found instanceof Error) expect(found).toBeInstanceOf(PermanentError);
      }),
      { numRuns: 200 },
    );
  });
});

test.each(["png", "jpeg", "tiff"] as const)("a %s of more pixels than the limit is refused before it is decoded", async (type) => {
  const bytes = await sharp(picture).toFormat(type).toBuffer();
  await expect(inspect(bytes, type, { maxPixels: 59_999 })).rejects.toMatchObject({ reason: "TooManyPixels", message: "page 1 has 300 x 200 pixels; the limit is 59999" });
});

test("pages of a TIFF are counted up to the limit", async () => {
  const bytes = await sharp([picture, picture, picture], { join: { animated: true } }).tiff().toBuffer();
  expect(await inspect(bytes, "tiff", { maxPages: 3 })).toMatchObject({ endsEarly: false });
  await expect(inspect(bytes, "tiff", { maxPages: 2 })).rejects.toMatchObject({ reason: "TooManyPages" });
});

test("offsets of 64 bits are known", async () => {
  const bytes = await sharp(picture).tiff({ bigtiff: true }).toBuffer();
  expect(await inspect(bytes, "tiff")).toEqual({ endsEarly: false });
});

test("an encoding that decoders may not know is named", async () => {
  const bytes = await MAKERS["JPEG"]?.make();
  const frame = bytes?.indexOf(Buffer.from([0xff, 0xc0])) ?? 0;
  const lossless = Buffer.from(bytes ?? []);
  lossless[frame + 1] = 0xc3;
  expect(await inspect(lossless, "jpeg")).toMatchObject({ oddEncoding: "JPEG of frame type 3" });
});
