/** Where prepared pages go: one file for the next stage, and a file for each page where that is asked for. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { PreprocessingOptions } from "../../../contract/handlers/preprocessing-options.ts";
import { PermanentError } from "../../errors.ts";
import type { ProducedFile } from "../handler.ts";
import { encodePage, type PictureFormat, SUFFIXES } from "./encode-page.ts";
import type { Picture } from "./picture.ts";
import { createTiffFile, type TiffFile } from "./tiff-file.ts";

/** The worker takes at most 500 outputs of a document. */
const MAX_PAGE_FILES = 400;
const PAGE_DIGITS = 4;

export interface WriterChoices {
  readonly folder: string;
  readonly options: PreprocessingOptions;
  /** Of the document as it was read: one page may be of any format, more go into a TIFF. */
  readonly pages: number;
}

/** State: the files so far, and the TIFF while it is being written. */
export class PageWriter {
  readonly #choices: WriterChoices;
  readonly #pageFormat: PictureFormat;
  readonly #format: PictureFormat;
  readonly #files: ProducedFile[] = [];
  #tiff: TiffFile | undefined;
  #pages = 0;

  constructor(choices: WriterChoices) {
    const { options, pages } = choices;
    this.#choices = choices;
    this.#pageFormat = options.format === "auto" ? "png" : options.format;
    this.#format = pages === 1 ? this.#pageFormat : "tiff";
  }

  get pages(): number {
    return this.#pages;
  }

  /** Of the files so far, the one for the next stage first. */
  get files(): readonly ProducedFile[] {
    return this.#files;
  }

  async add(picture: Picture): Promise<void> {
    this.#pages += 1;
    const primary = `pages${SUFFIXES[this.#format]}`;
    if (this.#pages === 1) this.#files.push({ file: primary, suffix: SUFFIXES[this.#format], primary: true });
    const bytes = await encodePage(picture, this.#format);
    if (this.#format === "tiff") await this.#addToTiff(primary, bytes);
    else await writeFile(join(this.#choices.folder, primary), bytes);
    if (this.#choices.options.pageFiles) await this.#writePageFile(picture);
  }

  async #addToTiff(name: string, bytes: Buffer): Promise<void> {
    this.#tiff ??= await createTiffFile(join(this.#choices.folder, name));
    await this.#tiff.addPage(bytes);
  }

  async #writePageFile(picture: Picture): Promise<void> {
    if (this.#pages > MAX_PAGE_FILES) throw new PermanentError("TooManyPages", `the document has more than ${MAX_PAGE_FILES} pages: too many for a file each; leave pageFiles out`);
    const suffix = `.p${String(this.#pages).padStart(PAGE_DIGITS, "0")}${SUFFIXES[this.#pageFormat]}`;
    const file = `page${suffix}`;
    await writeFile(join(this.#choices.folder, file), await encodePage(picture, this.#pageFormat));
    this.#files.push({ file, suffix });
  }

  /** May be called twice, and with no page added. */
  async close(): Promise<void> {
    await this.#tiff?.close();
    this.#tiff = undefined;
  }
}
