/** Everything that reads pages, held to the same: Tesseract's command, its library in a process of ours, and the built-in WebAssembly. */
import { execFileSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { OcrEngine } from "../../worker/handlers/ocr/engine.ts";
import { findLanguageData } from "../../worker/handlers/ocr/language-data.ts";
import { LibraryEngine } from "../../worker/handlers/ocr/library-engine.ts";
import { createNativeEngine, findNativeTesseract } from "../../worker/handlers/ocr/native-engine.ts";
import { WasmEngine } from "../../worker/handlers/ocr/wasm-engine.ts";
import { makeScan } from "../../worker/handlers/testing/make-documents.ts";
import { makeFolder } from "../../worker/handlers/testing/make-task.ts";

const LINES = ["Invoice 4711 from Kiel harbour", "dated the third of May", "for seventeen barrels of tar"];
const { signal } = new AbortController();
const OPTIONS = { languages: ["eng"], timeoutMs: 60_000, signal, needsWords: true };

let folder: string;
let remove: () => Promise<void>;
let page: string;
let noise: string;
const engines = new Map<string, OcrEngine>();
const engine = (name: string): OcrEngine => engines.get(name) ?? expect.fail(`${name} is not there`);

/** In place of the command: whoever asks it is told. */
const NO_COMMAND: OcrEngine = { kind: "native", name: "none", prefersDecoded: false, recognise: () => Promise.reject(new Error("the command was asked")), close: async () => undefined };

beforeAll(async () => {
  ({ folder, remove } = await makeFolder());
  page = join(folder, "page.png");
  await (await makeScan(folder, LINES)).png().toFile(page);
  noise = join(folder, "noise.png");
  const grain = { type: "gaussian", mean: 128, sigma: 90 } as const;
  await sharp({ create: { width: 4000, height: 4000, channels: 3, background: "grey", noise: grain } }).png({ compressionLevel: 1 }).toFile(noise);
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
  test("reads a file, and says where its words are", async () => {
    const read = await engine(name).recognise({ path: page }, OPTIONS);
    expect(read.text.split(/\n+/).filter((line) => line !== "")).toEqual(LINES);
    expect(read.words.map(({ text }) => text)).toEqual(LINES.join(" ").split(" "));
    expect(read.confidence).toBeGreaterThan(80);
  });

  test("reads bytes as it reads a file, and is as sure of them where words are not asked for", async () => {
    const { data, info } = await sharp(page).greyscale().toColourspace("b-w").raw().toBuffer({ resolveWithObject: true });
    const bytes = Buffer.concat([Buffer.from(`P5\n${info.width} ${info.height}\n255\n`), data]);
    const fromFile = await engine(name).recognise({ path: page }, OPTIONS);
    const fromBytes = await engine(name).recognise({ bytes, dpi: 300 }, { ...OPTIONS, needsWords: false });
    expect(fromBytes.text).toBe(fromFile.text);
    expect(Math.abs(fromBytes.confidence - fromFile.confidence)).toBeLessThan(2);
  });

  test("refuses what it cannot decode, and reads the next page", async () => {
    await writeFile(join(folder, "broken.png"), (await sharp(page).png().toBuffer()).subarray(0, 60));
    await expect(engine(name).recognise({ path: join(folder, "broken.png") }, OPTIONS)).rejects.toMatchObject({ name: "UnreadableImageError" });
    await expect(engine(name).recognise({ path: page }, OPTIONS)).resolves.toMatchObject({ text: expect.stringContaining(LINES[0] ?? "") });
  });

  test("ends a page over its time, and reads the next one", async () => {
    await expect(engine(name).recognise({ path: noise }, { ...OPTIONS, timeoutMs: 1000 })).rejects.toMatchObject({ name: "RetryableError", reason: "PageTimeout" });
    await expect(engine(name).recognise({ path: page }, OPTIONS)).resolves.toMatchObject({ text: expect.stringContaining(LINES[0] ?? "") });
  });

  test("ends a page that is to be given up with the reason why", async () => {
    const giveUp = new AbortController();
    const read = engine(name).recognise({ path: noise }, { ...OPTIONS, signal: giveUp.signal });
    giveUp.abort(new Error("enough"));
    await expect(read).rejects.toThrow("enough");
    await expect(engine(name).recognise({ path: page }, OPTIONS)).resolves.toMatchObject({ text: expect.stringContaining(LINES[0] ?? "") });
  });
});

test("the library gives what the command gives, whatever page came before", async () => {
  const wanted = await engine("the command").recognise({ path: page }, OPTIONS);
  for (const before of [noise, page]) {
    await engine("the library").recognise({ path: before }, { ...OPTIONS, timeoutMs: 1000 }).catch(() => undefined);
    expect(await engine("the library").recognise({ path: page }, OPTIONS)).toEqual(wanted);
  }
});

test("a page whose process is killed is told as crashed, and the next one gets another process", async () => {
  const reading = engine("the library").recognise({ path: noise }, OPTIONS);
  await expect.poll(() => processesOfLibrary().length).toBe(1);
  for (const pid of processesOfLibrary()) process.kill(pid, "SIGKILL");
  await expect(reading).rejects.toMatchObject({ reason: "HandlerCrashed", message: "tesseract was ended by SIGKILL" });
  await expect(engine("the library").recognise({ path: page }, OPTIONS)).resolves.toMatchObject({ text: expect.stringContaining(LINES[0] ?? "") });
});

test("without the library the command reads", async () => {
  const lost = new LibraryEngine(engine("the command"), new URL("file:///nowhere/tesseract-process.ts"));
  await expect(lost.recognise({ path: page }, OPTIONS)).resolves.toMatchObject({ text: expect.stringContaining(LINES[0] ?? "") });
});

function processesOfLibrary(): number[] {
  const listed = execFileSync("ps", ["-o", "pid=,args=", "--ppid", String(process.pid)], { encoding: "utf8" });
  return listed.split("\n").flatMap((line) => (line.includes("tesseract-process") ? Number.parseInt(line, 10) : []));
}
