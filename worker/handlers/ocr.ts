/**
 * Handler `ocr`: the text of PDF, PNG, JPEG, TIFF and WebP. Pages of a PDF that hold text are not recognised: that is four
 * hundred times cheaper, and has no errors. The output is one text file (see `ocr/text-file.ts`); the result is
 * `OcrResult` in `contract/handlers/ocr-result.ts`.
 */
import type { OcrOptions } from "../../contract/handlers/ocr-options.ts";
import { ocrResult } from "../../contract/handlers/ocr-result.ts";
import { PermanentError, RetryableError } from "../errors.ts";
import type { Handler, HandlerResult, HandlerTask, JoinPart } from "./handler.ts";
import { createEngines, type Engines } from "./ocr/choose-engine.ts";
import { detectFileType } from "./ocr/file-type.ts";
import { openImagePages } from "./ocr/image-pages.ts";
import type { PageSource } from "./ocr/page-source.ts";
import { openPdfPages } from "./ocr/pdf-pages.ts";
import { planSplit } from "./ocr/plan-split.ts";
import { readPage } from "./ocr/read-page.ts";
import { Tally, toPageResult } from "./ocr/tally.ts";
import { createTextFile, TEXT_OUTPUT } from "./ocr/text-file.ts";

type Task = HandlerTask<OcrOptions>;

export function createOcrHandler(): Handler<OcrOptions> {
  const engines = createEngines();
  return { name: "ocr", needsInput: true, run: (task) => run(task, engines), join: joinParts, close: engines.close };
}

async function run(task: Task, engines: Engines): Promise<HandlerResult> {
  const source = await openPages(task);
  try {
    const split = task.part === undefined ? planSplit(source.pages, task.options.splitPages) : undefined;
    return split === undefined ? await readPages(source, task, engines) : { outcome: "Split", pages: source.pages, ...split };
  } finally {
    source.close();
  }
}

async function openPages({ input, options, limits }: Task): Promise<PageSource> {
  if (input === undefined) throw new PermanentError("NotFound", "the document has no address; ocr needs a file to read");
  const type = await detectFileType(input.path);
  return type === "pdf" ? openPdfPages(input, { options, limits }) : openImagePages(input.path, { type, options, limits });
}

async function readPages(source: PageSource, task: Task, engines: Engines): Promise<HandlerResult> {
  const { firstPage, endPage } = task.part ?? { firstPage: 0, endPage: source.pages };
  const used = new Set<string>();
  const provideEngine = async (): ReturnType<Engines["choose"]> => {
    const engine = await engines.choose(task.options);
    used.add(engine.name);
    return engine;
  };
  const tally = new Tally();
  const file = await createTextFile(await task.outputFolder());
  try {
    for (let page = firstPage; page < Math.min(endPage, source.pages); page++) {
      task.signal.throwIfAborted();
      const text = await readPage(await source.read(page), { options: task.options, provideEngine, signal: task.signal });
      if (text.from === "textLayer") used.add("pdfium text layer");
      tally.add(toPageResult(page + 1, text));
      await file.addPage(text.text);
    }
  } finally {
    await file.close();
  }
  // A document of blank pages needed none.
  const engine = used.size === 0 ? {} : { engine: [...used].join(", ") };
  return { outcome: "Succeeded", outputs: [TEXT_OUTPUT], result: tally.toResult(), ...engine };
}

/** Gives the same bytes as the whole document at once would have given. */
async function joinParts(task: Task, parts: readonly JoinPart[]): Promise<HandlerResult> {
  const tally = new Tally();
  const file = await createTextFile(await task.outputFolder());
  try {
    for (const { part, path, result } of parts) {
      task.signal.throwIfAborted();
      const parsed = ocrResult.safeParse(result);
      if (path === undefined || !parsed.success) {
        throw new RetryableError("HandlerError", `part ${part + 1} of ${parts.length} left no text or no result`);
      }
      tally.add(parsed.data);
      await file.addFile(path, task.signal);
    }
  } finally {
    await file.close();
  }
  return { outcome: "Succeeded", outputs: [TEXT_OUTPUT], result: tally.toResult() };
}
