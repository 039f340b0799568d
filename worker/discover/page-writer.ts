/** Writes a manifest page by page, and its index last. While pages are being stored, the next is gathered. */
import { createHash } from "node:crypto";
import { decodeManifestPage, encodeManifestIndex, encodeManifestPage } from "../../contract/wire/codec.ts";
import { MAX_PAGE_BYTES, MAX_PAGE_DOCUMENTS, type ManifestDocument } from "../../contract/wire/manifest.ts";
import { errorCode } from "../sources/error-code.ts";
import type { Manifests } from "../ports.ts";
import { DiscoverError } from "./discover-error.ts";

export interface PageWriterOptions {
  readonly manifests: Manifests;
  readonly jobUid: string;
  readonly run: string;
}

export interface WrittenManifest {
  readonly total: number;
  readonly pages: number;
  /** Of the pages in order, as they were written. */
  readonly sha256: string;
}

/** At a time: storing a page is mostly waiting. */
const MAX_PAGES_BEING_STORED = 4;
/** What stands around a page's documents: version, first index, brackets. */
const PAGE_FRAME_BYTES = 128;

export class PageWriter {
  readonly #options: PageWriterOptions;
  readonly #sha256 = createHash("sha256");
  readonly #firstIndexes: number[] = [];
  /** The page in hand. */
  #documents: ManifestDocument[] = [];
  #bytes = PAGE_FRAME_BYTES;
  #written = 0;
  /** Pages being stored, oldest first; what became of one is told to whoever waits for room, and at last by `finish`. */
  #storing: Promise<void>[] = [];

  constructor(options: PageWriterOptions) {
    this.#options = options;
  }

  get total(): number {
    return this.#written + this.#documents.length;
  }

  /** Undefined while the document fits the page in hand; otherwise wait: nothing may be added before there is room. */
  add(document: ManifestDocument): Promise<void> | undefined {
    const bytes = Buffer.byteLength(JSON.stringify(document)) + 1;
    const isFull = this.#documents.length === MAX_PAGE_DOCUMENTS || this.#bytes + bytes > MAX_PAGE_BYTES;
    const writing = isFull && this.#documents.length > 0 ? this.#writePage() : undefined;
    this.#documents.push(document);
    this.#bytes += bytes;
    return writing;
  }

  /** The id of a document that was added before. */
  async idOf(index: number): Promise<string> {
    const inHand = this.#documents[index - this.#written];
    if (inHand !== undefined) return inHand.id;
    const page = this.#firstIndexes.findLastIndex((first) => first <= index);
    const { jobUid, run, manifests } = this.#options;
    await Promise.all(this.#storing);
    const decoded = decodeManifestPage((await manifests.read(jobUid, run, page)) ?? "");
    const document = decoded.ok ? decoded.value.documents[index - decoded.value.firstIndex] : undefined;
    if (document === undefined) throw new DiscoverError("TaskError", `page ${page} of the manifest cannot be read again`);
    return document.id;
  }

  /** The presence of the index says that the manifest is whole. */
  async finish(): Promise<WrittenManifest> {
    if (this.#documents.length > 0) await this.#writePage();
    await Promise.all(this.#storing);
    const facts = { total: this.#written, sha256: this.#sha256.digest("hex") };
    await this.#write("index", encodeManifestIndex({ ...facts, firstIndexes: this.#firstIndexes }));
    return { ...facts, pages: this.#firstIndexes.length };
  }

  /** Resolves when nothing is being stored any more, however it went: a discovery that failed must leave nothing behind it that still writes. */
  async idle(): Promise<void> {
    await Promise.allSettled(this.#storing);
  }

  /** Resolves when there is room for another page. */
  #writePage(): Promise<void> | undefined {
    const page = { firstIndex: this.#written, documents: this.#documents };
    const place = this.#firstIndexes.push(page.firstIndex) - 1;
    this.#written += page.documents.length;
    this.#documents = [];
    this.#bytes = PAGE_FRAME_BYTES;
    const text = encodeManifestPage(page);
    this.#sha256.update(text);
    const storing = this.#write(place, text);
    storing.catch(() => undefined);
    this.#storing.push(storing);
    return this.#storing.length < MAX_PAGES_BEING_STORED ? undefined : this.#storing.shift();
  }

  async #write(page: number | "index", text: string): Promise<void> {
    const { manifests, jobUid, run } = this.#options;
    try {
      await manifests.write(jobUid, run, page, text);
    } catch (error) {
      const why = errorCode(error) ?? (error instanceof Error ? error.message : String(error));
      throw new DiscoverError("OutputUnwritable", `the list of documents cannot be stored: ${why}`, { cause: error });
    }
  }
}
