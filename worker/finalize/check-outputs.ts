/** Is each recorded output there, with its size? Those of documents that ran more than once are hashed again: the last to write may not be the one that counted. */
import type { OutputFile } from "../../contract/wire/outcome.ts";
import type { DocumentResult } from "./document-result.ts";
import type { ResultsStore } from "./results-store.ts";

export interface CheckedOutputs {
  readonly outputs: readonly OutputFile[];
  /** Names of those that are not as they were recorded. */
  readonly missing: readonly string[];
}

/** `ranAgain`: more than one try of the document may have written its outputs. */
export async function checkOutputs(store: ResultsStore, result: DocumentResult, ranAgain: boolean): Promise<CheckedOutputs> {
  const checked = await Promise.all(result.outputs.map((file) => checkOutput(store, file, ranAgain)));
  return { outputs: checked.map((each) => each.file), missing: checked.filter((each) => each.isMissing).map((each) => each.file.name) };
}

async function checkOutput(store: ResultsStore, file: OutputFile, ranAgain: boolean): Promise<{ file: OutputFile; isMissing: boolean }> {
  const bytes = await store.bytesOf(file.name);
  if (bytes === undefined) return { file, isMissing: true };
  if (!ranAgain) return { file, isMissing: bytes !== file.bytes };
  const sha256 = await store.sha256Of(file.name);
  return { file: { name: file.name, bytes, sha256: sha256 ?? file.sha256 }, isMissing: sha256 === undefined };
}
