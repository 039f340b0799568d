/** What is posted for a document, by the options of the stage. */
import { randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import type { HttpOptions } from "../../../contract/handlers/http-options.ts";
import type { Placeholder } from "../../../contract/handlers/http-template.ts";
import type { Json } from "../../../contract/wire/outcome.ts";
import type { HandlerTask } from "../handler.ts";
import { DocumentContent } from "./document-content.ts";
import { fillTemplate } from "./fill-template.ts";
import { valueAt } from "./value-at.ts";

export interface RequestBody {
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: number;
  /** Anew for each call: a stream is read once. */
  readonly open: () => Buffer | Readable;
}

type Task = HandlerTask<HttpOptions>;

/** Base64 takes four characters for three bytes. */
const BASE64_SHARE = 4 / 3;
const MAX_FILLED_OVERHEAD_CHARACTERS = 4 * 1024 * 1024;

/** Throws PermanentError where the document cannot be sent so. */
export async function createRequestBody(task: Task): Promise<RequestBody> {
  const content = new DocumentContent(task);
  switch (task.options.body) {
    case "file":
      return createFileBody(task, content);
    case "multipart":
      return createFormBody(task, content);
    case "json":
      return toJsonBody(await describeDocument(task, content));
    case "template":
      return toJsonBody(await fill(task, content));
  }
}

/** The document's name goes along, because the bytes do not say it. */
async function createFileBody({ document }: Task, content: DocumentContent): Promise<RequestBody> {
  const { path, bytes } = content.input;
  const headers = { "content-type": await content.contentType(), "ream-document": encodeURIComponent(document.id.toWellFormed()) };
  return { headers, bytes, open: () => Readable.from(untilLast(path), { objectMode: false }) };
}

/** The last piece comes when the file's end is known: an answer may follow the last byte at once, and one that comes before the end of what is sent costs the connection. */
async function* untilLast(path: string): AsyncGenerator<Buffer> {
  let held: Buffer | undefined;
  for await (const chunk of createReadStream(path)) {
    if (held !== undefined) yield held;
    held = chunk as Buffer;
  }
  if (held !== undefined) yield held;
}

async function createFormBody({ options, document }: Task, content: DocumentContent): Promise<RequestBody> {
  const { path, bytes } = content.input;
  const boundary = `ream-${randomUUID()}`;
  const fields = [["document", describe(document)] as const, ...Object.entries(options.parameters)];
  const parts = fields.map(([name, value]) => toPart(boundary, { name, value: typeof value === "string" ? value : JSON.stringify(value) }));
  const disposition = `form-data; name="${options.field}"; filename="${escapeQuoted(content.name)}"`;
  const head = Buffer.from(`${parts.join("")}--${boundary}\r\nContent-Disposition: ${disposition}\r\nContent-Type: ${await content.contentType()}\r\n\r\n`);
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
  return {
    headers: { "content-type": `multipart/form-data; boundary=${boundary}` },
    bytes: head.length + bytes + tail.length,
    open: () => Readable.from(between(head, path, tail), { objectMode: false }),
  };
}

async function* between(head: Buffer, path: string, tail: Buffer): AsyncGenerator<Buffer> {
  yield head;
  for await (const chunk of createReadStream(path)) yield chunk as Buffer;
  yield tail;
}

function toPart(boundary: string, { name, value }: { readonly name: string; readonly value: string }): string {
  return `--${boundary}\r\nContent-Disposition: form-data; name="${escapeQuoted(name)}"\r\n\r\n${value}\r\n`;
}

/** As browsers do: neither quotes nor line breaks may end the name. */
function escapeQuoted(text: string): string {
  return text.toWellFormed().replaceAll('"', "%22").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

async function describeDocument(task: Task, content: DocumentContent): Promise<Json> {
  const { document, options, earlier } = task;
  const described = { document: describe(document), options: options.parameters as { readonly [name: string]: Json }, earlier };
  return content.hasInput ? { ...described, ...(await inlineContent(options.content, content)) } : described;
}

async function inlineContent(how: HttpOptions["content"], content: DocumentContent): Promise<{ readonly [name: string]: Json }> {
  if (how === "none") return {};
  const contentType = await content.contentType();
  const isText = how === "text" || (how === "auto" && TEXT_TYPES.test(contentType));
  const text = isText ? await (how === "text" ? content.text() : content.findText()) : undefined;
  return text === undefined ? { contentType, base64: await content.base64() } : { contentType, text };
}

/** By type, because a PDF may be made of letters alone. */
const TEXT_TYPES = /^(text\/|application\/(.+\+)?(json|xml|yaml)\b)/;

function describe({ id, index, uri, group, metadata }: Task["document"]): { readonly [name: string]: Json } {
  return { id, index, ...(uri === undefined ? {} : { uri }), ...(group === undefined ? {} : { group }), metadata: metadata ?? {} };
}

function fill(task: Task, content: DocumentContent): Promise<Json> {
  const { maxInlineBytes, maxTextCharacters, template } = task.options;
  const maxCharacters = Math.ceil(Math.max(maxInlineBytes * BASE64_SHARE, maxTextCharacters)) + MAX_FILLED_OVERHEAD_CHARACTERS;
  return fillTemplate(template, { maxCharacters, valueOf: (placeholder) => valueOf(placeholder, task, content) });
}

async function valueOf(placeholder: Placeholder, { document, earlier }: Task, content: DocumentContent): Promise<Json | undefined> {
  const { name, path } = placeholder;
  switch (name) {
    case "id":
    case "index":
    case "group":
      return document[name];
    case "name":
      return content.name;
    case "metadata":
      return valueAt(document.metadata ?? {}, path);
    case "earlier":
      return valueAt(earlier, path);
    default:
      return placeholder.isOptional && !content.hasInput ? undefined : valueOfBytes(name, placeholder, content);
  }
}

type OfBytes = Extract<Placeholder["name"], "text" | "base64" | "dataUrl" | "contentType">;

function valueOfBytes(name: OfBytes, { isOptional }: Placeholder, content: DocumentContent): Promise<string | undefined> {
  return name === "text" && isOptional ? content.findText() : content[name]();
}

function toJsonBody(value: Json): RequestBody {
  const body = Buffer.from(JSON.stringify(value));
  return { headers: { "content-type": "application/json" }, bytes: body.length, open: () => body };
}
