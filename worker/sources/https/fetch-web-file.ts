/** Fetches a document from an address of the web. */
import type { FetchRequest } from "../../handler-setup.ts";
import type { InputFile } from "../../handlers/handler.ts";
import { receiveFile } from "../receive-file.ts";
import { readAnswer } from "./answer-bytes.ts";
import type { WebClient } from "./web-client.ts";

/** Throws PermanentError or RetryableError: one host that is down is no reason to give back the documents of others. */
export async function fetchWebFile(client: WebClient, uri: string, request: FetchRequest): Promise<InputFile> {
  const { limits, signal, attempt = 1 } = request;
  const answer = await client.get(uri, { attempt, signal });
  return receiveFile(readAnswer(answer, { maxBytes: limits.maxFileBytes }), URL.parse(uri)?.pathname ?? "", request);
}
