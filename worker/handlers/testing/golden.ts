/**
 * For tests: files that say what comes out, under test/corpus/golden. With UPDATE_GOLDEN=1 in the environment they are written
 * instead of compared; what has changed is then read in review.
 */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import sharp, { type OutputInfo } from "sharp";
import { expect } from "vitest";

const FOLDER = join(import.meta.dirname, "..", "..", "..", "test", "corpus", "golden");

/** `name` such as `validation/pages.json`. */
export async function expectGoldenJson(name: string, found: unknown): Promise<void> {
  const text = `${JSON.stringify(found, undefined, 2)}\n`;
  if (isUpdating()) await write(name, text);
  else expect(JSON.parse(text)).toEqual(JSON.parse(await readFile(join(FOLDER, name), "utf8")));
}

/** Compares every byte. */
export async function expectGoldenText(name: string, text: string): Promise<void> {
  if (isUpdating()) await write(name, text);
  else expect(text).toBe(await readFile(join(FOLDER, name), "utf8"));
}

/** Arithmetic differs a little between processors: so many levels are no difference, */
const NEAR_LEVELS = 8;
/** and of black and white a pixel here and there may fall to the other side. */
const FAR_SHARE = 0.001;

/** Compares what is to be seen, not the bytes. */
export async function expectGoldenPicture(name: string, bytes: Buffer): Promise<void> {
  if (isUpdating()) return write(name, bytes);
  const [found, wanted] = await Promise.all([decode(bytes), readFile(join(FOLDER, name)).then(decode)]);
  expect(found.info).toMatchObject({ width: wanted.info.width, height: wanted.info.height, channels: wanted.info.channels });
  let far = 0;
  for (const [place, level] of wanted.data.entries()) if (Math.abs(level - (found.data[place] ?? 0)) > NEAR_LEVELS) far += 1;
  expect(far / wanted.data.length).toBeLessThanOrEqual(FAR_SHARE);
}

function decode(bytes: Buffer): Promise<{ data: Buffer; info: OutputInfo }> {
  return sharp(bytes).raw().toBuffer({ resolveWithObject: true });
}

function isUpdating(): boolean {
  return process.env["UPDATE_GOLDEN"] === "1";
}

async function write(name: string, content: string | Buffer): Promise<void> {
  const path = join(FOLDER, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}
