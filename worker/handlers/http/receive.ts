/** Takes in the body of an answer, within its limit: into memory, or into a file where the answer is one. */
import { open } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import type { HttpOptions } from "../../../contract/handlers/http-options.ts";
import { PermanentError } from "../../errors.ts";
import type { HandlerTask } from "../handler.ts";
import { readBounded } from "./read-bounded.ts";
import type { ServiceAnswer } from "./service-client.ts";

/** `body` is empty where the answer went to a file, or is ignored. */
export interface Received {
  readonly body: Buffer;
  readonly fileBytes: number;
  readonly contentType: string;
}

/** Inside the task's output folder. */
export const ANSWER_FILE = "answer";

/** Throws PermanentError for what is too large, and what the stream throws. */
export async function receive({ header, body }: ServiceAnswer, task: HandlerTask<HttpOptions>): Promise<Received> {
  const received = { body: Buffer.alloc(0), fileBytes: 0, contentType: header("content-type")?.slice(0, 128) ?? "" };
  switch (task.options.answer) {
    case "ignore":
      // Not read: what was to be said is said by the status.
      body.on("error", () => undefined).destroy();
      return received;
    case "file":
      return { ...received, fileBytes: await writeTo(join(await task.outputFolder(), ANSWER_FILE), body, task.limits.maxFileBytes) };
    default:
      return { ...received, body: await readAll(body, task.limits.maxResultBytes) };
  }
}

async function readAll(stream: Readable, maxBytes: number): Promise<Buffer> {
  const { bytes, isCut } = await readBounded(stream, maxBytes);
  if (isCut) throw tooLarge(maxBytes);
  return bytes;
}

async function writeTo(path: string, stream: Readable, maxBytes: number): Promise<number> {
  const file = await open(path, "w");
  let length = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > maxBytes) throw tooLarge(maxBytes);
      await file.writeFile(chunk);
    }
    return length;
  } finally {
    await file.close();
  }
}

function tooLarge(maxBytes: number): PermanentError {
  return new PermanentError("InvalidResult", `the service's answer is larger than ${maxBytes} bytes`);
}
