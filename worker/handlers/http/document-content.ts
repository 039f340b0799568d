/** What of a document may stand in a request, read when it is asked for, once for a document. */
import { open, readFile } from "node:fs/promises";
import { basename } from "node:path";
import type { HttpOptions } from "../../../contract/handlers/http-options.ts";
import { PermanentError } from "../../errors.ts";
import type { HandlerTask, InputFile } from "../handler.ts";

type Task = Pick<HandlerTask<HttpOptions>, "document" | "input" | "options" | "signal">;

/** Where UTF-8 takes the most, beside a mark at its beginning. */
const MAX_BYTES_A_CHARACTER = 4;
const SNIFFED_BYTES = 4100;

export class DocumentContent {
  readonly #task: Task;
  #bytes: Promise<Buffer> | undefined;
  #contentType: Promise<string> | undefined;

  constructor(task: Task) {
    this.#task = task;
  }

  /** Name of the file, without folders. */
  get name(): string {
    return basename(this.#task.document.id);
  }

  /** Throws PermanentError: there is no document without bytes here. */
  get input(): InputFile {
    const { input } = this.#task;
    if (input === undefined) throw new PermanentError("NotFound", "the document has no uri, and the call needs its bytes");
    return input;
  }

  get hasInput(): boolean {
    return this.#task.input !== undefined;
  }

  contentType(): Promise<string> {
    this.#contentType ??= this.#tellType();
    return this.#contentType;
  }

  /** Undefined where it is no UTF-8. Throws PermanentError where it is longer than the options let it be. */
  async findText(): Promise<string | undefined> {
    const { maxTextCharacters, longText } = this.#task.options;
    const isCut = this.input.bytes > maxTextCharacters * MAX_BYTES_A_CHARACTER;
    if (isCut && longText === "reject") throw this.#tooLong();
    const text = decodeUtf8(isCut ? await this.#readStart(maxTextCharacters * MAX_BYTES_A_CHARACTER) : await this.#read(), { isCut });
    if (text === undefined || text.length <= maxTextCharacters) return text;
    if (longText === "reject") throw this.#tooLong();
    return cut(text, maxTextCharacters);
  }

  /** Throws PermanentError also where it is no UTF-8. */
  async text(): Promise<string> {
    const text = await this.findText();
    if (text === undefined) throw new PermanentError("UnsupportedType", "the document is not UTF-8 text, which the call needs; a stage such as ocr before this one makes it text");
    return text;
  }

  async base64(): Promise<string> {
    const { maxInlineBytes } = this.#task.options;
    if (this.input.bytes > maxInlineBytes) throw new PermanentError("TooLarge", `the document has ${this.input.bytes} bytes; \`maxInlineBytes\` is ${maxInlineBytes}`);
    return (await this.#read()).toString("base64");
  }

  async dataUrl(): Promise<string> {
    const base64 = await this.base64();
    return `data:${(await this.contentType()).replaceAll(" ", "")};base64,${base64}`;
  }

  #read(): Promise<Buffer> {
    this.#bytes ??= readFile(this.input.path, { signal: this.#task.signal });
    return this.#bytes;
  }

  async #readStart(bytes: number): Promise<Buffer> {
    const file = await open(this.input.path);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes), 0, bytes, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  }

  async #tellType(): Promise<string> {
    const { contentType } = this.#task.options;
    if (contentType !== undefined) return contentType;
    const start = await this.#readStart(Math.min(this.input.bytes, SNIFFED_BYTES));
    const { fileTypeFromBuffer } = await import("file-type");
    const told = await fileTypeFromBuffer(start).catch(() => undefined);
    if (told !== undefined) return told.mime;
    return decodeUtf8(start, { isCut: true }) === undefined || start.includes(0) ? "application/octet-stream" : "text/plain; charset=utf-8";
  }

  #tooLong(): PermanentError {
    return new PermanentError("TooLarge", `the document has more than ${this.#task.options.maxTextCharacters} characters, which is \`maxTextCharacters\``);
  }
}

/** Undefined for what is no UTF-8. `isCut`: it may end in the middle of a character. */
function decodeUtf8(bytes: Uint8Array, { isCut }: { readonly isCut: boolean }): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: isCut });
  } catch {
    return undefined;
  }
}

/** Not through the middle of a character of two units. */
function cut(text: string, characters: number): string {
  const isInside = text.charCodeAt(characters - 1) >= 0xd800 && text.charCodeAt(characters - 1) <= 0xdbff;
  return text.slice(0, isInside ? characters - 1 : characters);
}
