/**
 * Handler `preprocessing`: pages made ready to be read. PDF, PNG, JPEG, TIFF and WebP in; PNG, JPEG, TIFF or WebP out. What
 * nothing has to be done to is passed on as it is, unless a format is asked for: then there is no output, and the next stage
 * reads what this one has read. The result is `PreprocessingResult` in `contract/handlers/preprocessing-result.ts`.
 */
import type { PreprocessingOptions } from "../../contract/handlers/preprocessing-options.ts";
import type { PreprocessingResult } from "../../contract/handlers/preprocessing-result.ts";
import { PermanentError } from "../errors.ts";
import type { Handler, HandlerResult, HandlerTask } from "./handler.ts";
import { detectFileType } from "./ocr/file-type.ts";
import { openImagePictures } from "./preprocessing/image-pictures.ts";
import { PageWriter } from "./preprocessing/page-writer.ts";
import { openPdfPictures } from "./preprocessing/pdf-pictures.ts";
import type { PictureSource } from "./preprocessing/picture-source.ts";
import { isChanged, preparePage } from "./preprocessing/prepare-page.ts";
import { PreparedTally } from "./preprocessing/prepared-tally.ts";

type Task = HandlerTask<PreprocessingOptions>;

export function createPreprocessingHandler(): Handler<PreprocessingOptions> {
  return { name: "preprocessing", needsInput: true, run };
}

async function run(task: Task): Promise<HandlerResult> {
  const source = await openPictures(task);
  try {
    const isLeft = task.options.format === "auto" && !task.options.pageFiles && (await source.hasText(task.signal));
    return isLeft ? passOn({ pagesIn: source.pages, pagesOut: 0, blankPages: 0, changedPages: 0, deskewedPages: 0, unchanged: "textOfItsOwn" }) : await prepare(source, task);
  } finally {
    source.close();
  }
}

async function openPictures({ input, options, limits }: Task): Promise<PictureSource> {
  if (input === undefined) throw new PermanentError("NotFound", "the document has no address; preprocessing needs a file to read");
  const type = await detectFileType(input.path);
  return type === "pdf" ? openPdfPictures(input, { options, limits }) : openImagePictures(input.path, { type, options, limits });
}

function passOn(result: PreprocessingResult): HandlerResult {
  return { outcome: "Succeeded", result };
}

async function prepare(source: PictureSource, task: Task): Promise<HandlerResult> {
  const writer = new PageWriter({ folder: await task.outputFolder(), options: task.options, pages: source.pages });
  const tally = new PreparedTally();
  try {
    await preparePages({ source, task, writer, tally });
  } finally {
    await writer.close();
  }
  if (task.options.stripBlankPages && tally.blankPages === source.pages) return { outcome: "Skipped", message: "every page is blank" };
  if (writer.pages === 0) return passOn({ ...tally.toResult(0), unchanged: "nothingToDo" });
  return { outcome: "Succeeded", outputs: writer.files, result: tally.toResult(writer.pages), engine: "sharp" };
}

interface Preparing {
  readonly source: PictureSource;
  readonly task: Task;
  readonly writer: PageWriter;
  readonly tally: PreparedTally;
}

/** Nothing is written before there is something to write: then the pages that were left alone so far are made once more. */
async function preparePages({ source, task: { options, signal }, writer, tally }: Preparing): Promise<void> {
  let firstUnwritten = 0;
  let isWriting = options.format !== "auto" || options.pageFiles;
  for (let page = 0; page < source.pages; page += 1) {
    signal.throwIfAborted();
    const prepared = await preparePage(await source.read(page), options);
    const isStripped = options.stripBlankPages && prepared.isBlank;
    tally.add(page + 1, prepared);
    isWriting ||= isStripped || isChanged(prepared);
    if (!isWriting) continue;
    for (; firstUnwritten < page; firstUnwritten += 1) {
      signal.throwIfAborted();
      await writer.add((await preparePage(await source.read(firstUnwritten), options)).picture);
    }
    firstUnwritten = page + 1;
    if (!isStripped) await writer.add(prepared.picture);
  }
}
