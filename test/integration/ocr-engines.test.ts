/** Everything that reads pages, held to the same: Tesseract's command, its library in a process of ours, and the built-in WebAssembly. */
import { execFileSync } from "node:child_process";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { OcrEngine } from "../../worker/handlers/ocr/engine.ts";
import type { GreyPicture } from "../../worker/handlers/ocr/grey-picture.ts";
import { findLanguageData } from "../../worker/handlers/ocr/language-data.ts";
import { LibraryEngine } from "../../worker/handlers/ocr/library-engine.ts";
import { createNativeEngine, findNativeTesseract } from "../../worker/handlers/ocr/native-engine.ts";
import { WasmEngine } from "../../worker/handlers/ocr/wasm-engine.ts";
import { makeScan, toGreyPicture } from "../../worker/handlers/testing/make-documents.ts";
import { makeFolder } from "../../worker/handlers/testing/make-task.ts";

const LINES = ["Invoice 4711 from Kiel harbour", "dated the third of May", "for seventeen barrels of tar"];
const { signal } = new AbortController();
const OPTIONS = { languages: ["eng"], timeoutMs: 60_000, signal, needsWords: true };

let folder: string;
let remove: () => Promise<void>;
let page: GreyPicture;
let noise: GreyPicture;
const engines = new Map<string, OcrEngine>();
const engine = (name: string): OcrEngine => engines.get(name) ?? expect.fail(`${name} is not there`);

/** In place of the command: whoever asks it is told. */
const NO_COMMAND: OcrEngine = { kind: "native", name: "none", recognise: () => Promise.reject(new Error("the command was asked")), close: async () => undefined };

beforeAll(async () => {
  ({ folder, remove } = await makeFolder());
  page = await toGreyPicture(await makeScan(folder, LINES), 150);
  const grain = { type: "gaussian", mean: 128, sigma: 90 } as const;
  noise = await toGreyPicture(sharp({ create: { width: 4000, height: 4000, channels: 3, background: "grey", noise: grain } }));
  const native = await findNativeTesseract();
  const data = await findLanguageData(["eng"]);
  if (native === undefined || data === undefined) throw new Error("this test needs Tesseract: apt-get install tesseract-ocr tesseract-ocr-eng");
  engines.set("the command", createNativeEngine(native)).set("the library", new LibraryEngine(NO_COMMAND)).set("WebAssembly", new WasmEngine(data));
}, 60_000);

afterAll(async () => {
  for (const each of engines.values()) await each.close();
  await remove();
});

describe.each(["the command", "the library", "WebAssembly"])("%s", (name) => {
  test("reads a page, and says where its words are", async () => {
    const read = await engine(name).recognise(page, OPTIONS);
    expect(read.text.split(/\n+/).filter((line) => line !== "")).toEqual(LINES);
    expect(read.words.map(({ text }) => text)).toEqual(LINES.join(" ").split(" "));
    expect(read.confidence).toBeGreaterThan(80);
  });

  test("reads the same, and is as sure of it, where words are not asked for", async () => {
    const withWords = await engine(name).recognise(page, OPTIONS);
    const without = await engine(name).recognise(page, { ...OPTIONS, needsWords: false });
    expect(without.text).toBe(withWords.text);
    expect(Math.abs(without.confidence - withWords.confidence)).toBeLessThan(2);
  });

  test("refuses a picture of nothing, and reads the next page", async () => {
    await expect(engine(name).recognise({ data: new Uint8Array(), width: 0, height: 0 }, OPTIONS)).rejects.toMatchObject({ reason: "HandlerError" });
    await expect(engine(name).recognise(page, OPTIONS)).resolves.toMatchObject({ text: expect.stringContaining(LINES[0] ?? "") });
  });

  test("ends a page over its time, and reads the next one", async () => {
    await expect(engine(name).recognise(noise, { ...OPTIONS, timeoutMs: 1000 })).rejects.toMatchObject({ name: "RetryableError", reason: "PageTimeout" });
    await expect(engine(name).recognise(page, OPTIONS)).resolves.toMatchObject({ text: expect.stringContaining(LINES[0] ?? "") });
  });

  test("ends a page that is to be given up with the reason why", async () => {
    const giveUp = new AbortController();
    const read = engine(name).recognise(noise, { ...OPTIONS, signal: giveUp.signal });
    giveUp.abort(new Error("enough"));
    await expect(read).rejects.toThrow("enough");
    await expect(engine(name).recognise(page, OPTIONS)).resolves.toMatchObject({ text: expect.stringContaining(LINES[0] ?? "") });
  });
});

test("the library gives what the command gives, whatever page came before", async () => {
  const wanted = await engine("the command").recognise(page, OPTIONS);
  for (const before of [noise, page]) {
    await engine("the library").recognise(before, { ...OPTIONS, timeoutMs: 1000 }).catch(() => undefined);
    expect(await engine("the library").recognise(page, OPTIONS)).toEqual(wanted);
  }
});

test("a page whose process is killed is told as crashed, and the next one gets another process", async () => {
  const reading = engine("the library").recognise(noise, OPTIONS);
  await expect.poll(() => processesOfLibrary().length).toBe(1);
  for (const pid of processesOfLibrary()) process.kill(pid, "SIGKILL");
  await expect(reading).rejects.toMatchObject({ reason: "HandlerCrashed", message: "tesseract was ended by SIGKILL" });
  await expect(engine("the library").recognise(page, OPTIONS)).resolves.toMatchObject({ text: expect.stringContaining(LINES[0] ?? "") });
});

test("without the library the command reads", async () => {
  const lost = new LibraryEngine(engine("the command"), new URL("file:///nowhere/tesseract-process.ts"));
  await expect(lost.recognise(page, OPTIONS)).resolves.toMatchObject({ text: expect.stringContaining(LINES[0] ?? "") });
});

function processesOfLibrary(): number[] {
  const listed = execFileSync("ps", ["-o", "pid=,args=", "--ppid", String(process.pid)], { encoding: "utf8" });
  return listed.split("\n").flatMap((line) => (line.includes("tesseract-process") ? Number.parseInt(line, 10) : []));
}
