/** The files that a job asks for, written page by page. */
import { createReadStream } from "node:fs";
import { type FileHandle, open, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { OcrOptions } from "../../../../contract/handlers/ocr-options.ts";
import { PermanentError, RetryableError } from "../../../errors.ts";
import type { InputFile, ProducedFile } from "../../handler.ts";
import { detectFileType, type FileType } from "../file-type.ts";
import { HOCR_FORMAT } from "./hocr-format.ts";
import type { PageFormat } from "./page-format.ts";
import { decodePageRecord, encodePageRecord, type PageRecord } from "./page-record.ts";
import { TEXT_FORMAT } from "./text-format.ts";
import { TSV_FORMAT } from "./tsv-format.ts";

type Output = OcrOptions["outputs"][number];

const FORMATS: Readonly<Record<Exclude<Output, "pdf">, PageFormat>> = { text: TEXT_FORMAT, hocr: HOCR_FORMAT, tsv: TSV_FORMAT };

/** What a part of a document leaves for the join; not an output. */
const RECORDS_FORMAT: PageFormat = { file: "pages.jsonl", suffix: ".pages.jsonl", begin: "", page: encodePageRecord, end: "" };

const PDF = { file: "searchable.pdf", suffix: ".ocr.pdf" } as const;
/** A PDF is held in memory several times while text is added to it. */
const MAX_PDF_BYTES = 256 * 1024 * 1024;

export interface OutputChoices {
  readonly outputs: readonly Output[];
  readonly input: InputFile | undefined;
  readonly signal: AbortSignal;
}

/** State: the files that are open. */
export class OutputFiles {
  readonly #folder: string;
  readonly #choices: OutputChoices;
  readonly #formats: readonly PageFormat[];
  readonly #files: FileHandle[];

  private constructor(folder: string, choices: OutputChoices, opened: readonly { readonly format: PageFormat; readonly file: FileHandle }[]) {
    this.#folder = folder;
    this.#choices = choices;
    this.#formats = opened.map(({ format }) => format);
    this.#files = opened.map(({ file }) => file);
  }

  /** Of a whole document, or of its join. */
  static async ofDocument(folder: string, choices: OutputChoices): Promise<OutputFiles> {
    const { outputs, input } = choices;
    if (outputs.includes("pdf") && (input?.bytes ?? 0) > MAX_PDF_BYTES) {
      throw new PermanentError("TooLarge", `the file has ${input?.bytes} bytes; output \`pdf\` takes up to ${MAX_PDF_BYTES}: leave it out`);
    }
    const formats = outputs.map((output) => (output === "pdf" ? RECORDS_FORMAT : FORMATS[output]));
    return new OutputFiles(folder, choices, await openAll(folder, formats));
  }

  static async ofPart(folder: string, choices: OutputChoices): Promise<OutputFiles> {
    return new OutputFiles(folder, { ...choices, outputs: [] }, await openAll(folder, [RECORDS_FORMAT]));
  }

  async addPage(record: PageRecord): Promise<void> {
    for (const [index, format] of this.#formats.entries()) await this.#files[index]?.writeFile(format.page(record));
  }

  /** The files as the job's: the first of text, hOCR, TSV and PDF is what a later stage reads. */
  async finish(): Promise<ProducedFile[]> {
    for (const [index, format] of this.#formats.entries()) await this.#files[index]?.writeFile(format.end);
    await this.close();
    const { outputs } = this.#choices;
    if (outputs.length === 0) return [{ file: RECORDS_FORMAT.file, suffix: RECORDS_FORMAT.suffix, primary: true }];
    if (outputs.includes("pdf")) await this.#makePdf();
    const primary = PRIMARY_ORDER.find((output) => outputs.includes(output));
    return outputs.map((output) => {
      const { file, suffix } = output === "pdf" ? PDF : FORMATS[output];
      return { file, suffix, ...(output === primary ? { primary: true } : {}) };
    });
  }

  /** May be called again. */
  async close(): Promise<void> {
    await Promise.all(this.#files.splice(0).map((file) => file.close()));
  }

  async #makePdf(): Promise<void> {
    const { input, signal } = this.#choices;
    if (input === undefined) throw new RetryableError("HandlerError", "the document that pages were read from is not at hand");
    const type = await detectFileType(input.path);
    const records = readPageRecords(join(this.#folder, RECORDS_FORMAT.file), signal);
    const pdf = type === "pdf" ? await addText(input.path, records) : await putTogether({ path: input.path, type }, records);
    await writeFile(join(this.#folder, PDF.file), pdf, { signal });
  }
}

type Records = ReturnType<typeof readPageRecords>;

// Loaded when a job wants PDFs: the library takes a quarter of a second, which is a fifth of a page's recognition.
async function addText(path: string, records: Records): Promise<Uint8Array> {
  return (await import("./extend-pdf.ts")).extendPdf(path, records);
}

async function putTogether(picture: { readonly path: string; readonly type: Exclude<FileType, "pdf"> }, records: Records): Promise<Uint8Array> {
  return (await import("./picture-pdf.ts")).makePicturePdf(picture, records);
}

const PRIMARY_ORDER: readonly Output[] = ["text", "hocr", "tsv", "pdf"];

/** Throws RetryableError where a line is not what a part writes: another try of the part may. */
export async function* readPageRecords(path: string, signal: AbortSignal): AsyncGenerator<PageRecord> {
  for await (const line of createInterface({ input: createReadStream(path, { signal }), crlfDelay: Number.POSITIVE_INFINITY })) {
    const record = decodePageRecord(line);
    if (record === undefined) throw new RetryableError("HandlerError", "the pages of a part are damaged");
    yield record;
  }
}

async function openAll(folder: string, formats: readonly PageFormat[]): Promise<{ format: PageFormat; file: FileHandle }[]> {
  const opened = [];
  for (const format of formats) {
    const file = await open(join(folder, format.file), "w");
    await file.writeFile(format.begin);
    opened.push({ format, file });
  }
  return opened;
}
