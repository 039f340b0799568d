/** The bytes of an answer as they are meant, unpacked where the server has packed them on the way, and counted. */
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { PermanentError } from "../../errors.ts";
import { errorCode } from "../error-code.ts";
import { toWebError, type WebAnswer } from "./web-client.ts";

export interface AnswerLimits {
  /** Of what is sent, and of what it unpacks to. */
  readonly maxBytes: number;
}

const UNPACKERS = new Map([
  ["gzip", () => createGunzip()],
  ["x-gzip", () => createGunzip()],
  ["deflate", () => createInflate()],
  ["br", () => createBrotliDecompress()],
]);
const UNPACK_CODE = /^(Z_|ERR__?ZLIB|ERR_BROTLI|ERR__ERROR_FORMAT)/;

/** Throws PermanentError, RetryableError, and the signal's reason where that ended the request. */
export function readAnswer(answer: WebAnswer, limits: AnswerLimits): AsyncIterable<Buffer> {
  try {
    refuseLength(answer, limits);
    const encoding = (answer.header("content-encoding") ?? "identity").trim().toLowerCase();
    const sent = readSent(answer, limits);
    return encoding === "identity" || encoding === "" ? sent : unpack(sent, { encoding, host: answer.host, ...limits });
  } catch (error) {
    answer.body.on("error", () => undefined).destroy();
    throw error;
  }
}

function refuseLength({ header, host }: WebAnswer, { maxBytes }: AnswerLimits): void {
  const length = Number(header("content-length") ?? 0);
  if (length > maxBytes) throw new PermanentError("TooLarge", `${host} says that the document has ${length} bytes; the limit is ${maxBytes}`);
}

async function* readSent(answer: WebAnswer, { maxBytes }: AnswerLimits): AsyncGenerator<Buffer> {
  let bytes = 0;
  try {
    for await (const chunk of answer.body as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > maxBytes) throw new PermanentError("TooLarge", `${answer.host} sends more than ${maxBytes} bytes, which is the limit`);
      yield chunk;
    }
  } catch (error) {
    throw toWebError(error, answer);
  }
}

interface Packed extends AnswerLimits {
  readonly encoding: string;
  readonly host: string;
}

async function* unpack(sent: AsyncIterable<Buffer>, { encoding, host, maxBytes }: Packed): AsyncGenerator<Buffer> {
  const unpacker = UNPACKERS.get(encoding)?.();
  if (unpacker === undefined) throw new PermanentError("UnsupportedEncoding", `${host} packs the document in a way that cannot be unpacked here, although it was asked not to`);
  // An error of either end comes out of the stream, below.
  pipeline(sent, unpacker).catch(() => undefined);
  let bytes = 0;
  try {
    for await (const chunk of unpacker as Readable as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > maxBytes) throw new PermanentError("DecompressionLimit", `what ${host} sends unpacks to more than ${maxBytes} bytes, which is the limit`);
      yield chunk;
    }
  } catch (error) {
    if (!UNPACK_CODE.test(errorCode(error) ?? "")) throw error;
    throw new PermanentError("Corrupt", `what ${host} sends cannot be unpacked as its content-encoding says`, { cause: error });
  } finally {
    unpacker.destroy();
  }
}
