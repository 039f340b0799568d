import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deflateSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findLostContent } from "./pdf-lost-content.ts";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ream-lost-"));
});

afterAll(() => rm(folder, { recursive: true }));

async function find(text: string): Promise<string | undefined> {
  const path = join(folder, "a.pdf");
  await writeFile(path, text, "latin1");
  return findLostContent(path, text.length);
}

const PACKED = deflateSync("BT (words) Tj ET ".repeat(20)).toString("latin1");
const object = (dictionary: string, data: string): string => `3 0 obj\n<</Type/Page/Contents 4 0 R>>\nendobj\n4 0 obj\n<<${dictionary}>>\nstream\n${data}\nendstream\nendobj\n`;

test.each([
  ["is whole", object("/Filter/FlateDecode", PACKED)],
  ["has no checksum", object("/Filter/FlateDecode", PACKED.slice(0, -4))],
  ["is not packed", object("", "q Q")],
  ["is in rows", object("/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 5>>", PACKED)],
  ["is a damaged font", object("/Length1 5/Filter/FlateDecode", `xx${"\u0001".repeat(50)}`)],
  ["is locked", `${object("/Filter/FlateDecode", "noise")}trailer<</Encrypt 9 0 R>>`],
])("nothing is lost where the content %s", async (_, text) => {
  expect(await find(text)).toBeUndefined();
});

test.each([
  ["is damaged", object("/Filter/FlateDecode", `${PACKED.slice(0, 10)}${"\u00ff".repeat(40)}`), /cannot be unpacked/],
  ["is cut short", object("/Filter/FlateDecode", PACKED.slice(0, 12)), /cannot be unpacked/],
  ["is zeros from somewhere on", object("/Filter[/FlateDecode]", PACKED.slice(0, 12) + "\0".repeat(PACKED.length - 12)), /cannot be unpacked/],
  ["is in rows longer than itself", object("/Filter/FlateDecode/DecodeParms<</Predictor 15/Columns 2147483647/Colors 4>>", PACKED), /in rows of 8589934588 bytes/],
  ["is packed in a way that nobody knows", object("/Filter/AcmeDecode", "x"), /AcmeDecode, which is not known/],
  ["is not there", "3 0 obj\n<</Type/Page/Contents[7 0 R 8 0 R]>>\nendobj\n7 0 obj\n<<>>\nendobj\n", /object 8 is not in the file/],
])("content is lost where it %s", async (_, text, message) => {
  expect(await find(text)).toMatch(message);
});
