import { afterAll, beforeAll, expect, test } from "vitest";
import { makeScan, toGreyPicture } from "../testing/make-documents.ts";
import { makeFolder } from "../testing/make-task.ts";
import type { GreyPicture } from "./grey-picture.ts";
import { findPackagedData } from "./language-data.ts";
import { WasmEngine } from "./wasm-engine.ts";

const signal = new AbortController().signal;
let folder = "";
let remove = async (): Promise<void> => undefined;
let engine: WasmEngine | undefined;

beforeAll(async () => {
  ({ folder, remove } = await makeFolder());
  const data = await findPackagedData(["eng"]);
  engine = data && new WasmEngine(data);
});

async function makePage(word: string): Promise<GreyPicture> {
  const own = await makeFolder();
  const page = await toGreyPicture(await makeScan(own.folder, [`The ${word} page`]));
  await own.remove();
  return page;
}

afterAll(async () => {
  await engine?.close();
  await remove();
});

test("the models that come with the program read a page, on a machine where nothing is installed", async () => {
  const image = await toGreyPicture(await makeScan(folder, ["Seventeen barrels of tar"]));
  const read = await engine?.recognise(image, { languages: ["eng"], timeoutMs: 60_000, signal, needsWords: true });
  expect(engine?.name).toBe("tesseract.js 7.0.0 (wasm, best_int)");
  expect(read?.text).toContain("Seventeen barrels of tar");
  expect(read?.confidence).toBeGreaterThan(80);
});

test("pages asked for at the same time are read one after the other", async () => {
  const pages = await Promise.all(["first", "second"].map((word) => makePage(word)));
  const texts = await Promise.all(pages.map((page) => engine?.recognise(page, { languages: ["eng"], timeoutMs: 60_000, signal, needsWords: true })));
  expect(texts.map((page) => page?.text.trim())).toEqual(["The first page", "The second page"]);
});

test("a page that was asked for too late leaves the engine as it was", async () => {
  const late = AbortSignal.abort(new Error("late"));
  await expect(engine?.recognise({ data: new Uint8Array(), width: 0, height: 0 }, { languages: ["eng"], timeoutMs: 1000, signal: late, needsWords: true })).rejects.toThrow("late");
  await expect(engine?.recognise(await makePage("first"), { languages: ["eng"], timeoutMs: 60_000, signal, needsWords: true })).resolves.toMatchObject({ text: expect.stringContaining("first") });
});
