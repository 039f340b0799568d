/**
 * Handler `ocr`: the text of PDF, PNG, JPEG, TIFF and WebP. Pages of a PDF that hold text are not recognised: that is four
 * hundred times cheaper, and has no errors. Outputs are made by the formats in `ocr/outputs/`; the result is `OcrResult` in
 * `contract/handlers/ocr-result.ts`.
 */
import type { OcrOptions } from "../../contract/handlers/ocr-options.ts";
import { PermanentError, RetryableError } from "../errors.ts";
import type { Handler, HandlerResult, HandlerTask, JoinPart } from "./handler.ts";
import { createEngines, type Engines } from "./ocr/choose-engine.ts";
import { detectFileType } from "./ocr/file-type.ts";
import { openImagePages } from "./ocr/image-pages.ts";
import { OutputFiles, readPageRecords } from "./ocr/outputs/output-files.ts";
import type { PageRecord } from "./ocr/outputs/page-record.ts";
import { needsLayout } from "./ocr/page-layout.ts";
import type { PageSource } from "./ocr/page-source.ts";
import { openPdfPages } from "./ocr/pdf-pages.ts";
import { planSplit } from "./ocr/plan-split.ts";
import { readPage } from "./ocr/read-page.ts";
import { Tally, toPageResult } from "./ocr/tally.ts";

type Task = HandlerTask<OcrOptions>;

export function createOcrHandler(): Handler<OcrOptions> {
  const engines = createEngines();
  return { name: "ocr", needsInput: true, run: (task) => run(task, engines), join: joinParts, reuse: (task) => describeEngine(task, engines), close: engines.close };
}

/** Raised when the same engine would give something else: what was made before is then made again. */
const REVISION = 3;

/** The one that would read the document, though it may turn out not to need any. */
async function describeEngine({ options }: Task, engines: Engines): Promise<string | undefined> {
  if (!options.reuse) return undefined;
  // What this worker cannot read it cannot have read before.
  return engines.choose(options).then(
    ({ name }) => `${REVISION} ${name}`,
    () => undefined,
  );
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
  const paper = await startPaper(task);
  try {
    for (let page = firstPage; page < Math.min(endPage, source.pages); page++) {
      task.signal.throwIfAborted();
      const read = await readPage(await source.read(page), { options: task.options, provideEngine, signal: task.signal });
      if (read.from === "textLayer") used.add("pdfium text layer");
      await paper.add({ page: page + 1, ...read });
    }
    // A document of blank pages needed none.
    const engine = used.size === 0 ? {} : { engine: [...used].join(", ") };
    return { outcome: "Succeeded", outputs: await paper.files.finish(), result: paper.tally.toResult(), ...engine };
  } finally {
    await paper.files.close();
  }
}

/** Gives the same bytes as the whole document at once would have given. */
async function joinParts(task: Task, parts: readonly JoinPart[]): Promise<HandlerResult> {
  const paper = await startPaper(task);
  try {
    for (const { part, path } of parts) {
      if (path === undefined) throw new RetryableError("HandlerError", `part ${part + 1} of ${parts.length} left no pages`);
      for await (const record of readPageRecords(path, task.signal)) await paper.add(record);
    }
    return { outcome: "Succeeded", outputs: await paper.files.finish(), result: paper.tally.toResult() };
  } finally {
    await paper.files.close();
  }
}

interface Paper {
  readonly files: OutputFiles;
  readonly tally: Tally;
  readonly add: (record: PageRecord) => Promise<void>;
}

async function startPaper({ part, input, options, signal, outputFolder }: Task): Promise<Paper> {
  const choices = { outputs: options.outputs, input, signal };
  const folder = await outputFolder();
  const files = await (part === undefined ? OutputFiles.ofDocument(folder, choices) : OutputFiles.ofPart(folder, choices));
  const tally = new Tally();
  const isLayoutNeeded = needsLayout(options);
  const add = async ({ layout, ...record }: PageRecord): Promise<void> => {
    tally.add(toPageResult(record.page, record, options.lowConfidence));
    await files.addPage(isLayoutNeeded && layout !== undefined ? { ...record, layout } : record);
  };
  return { files, tally, add };
}
