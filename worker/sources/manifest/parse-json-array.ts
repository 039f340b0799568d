import { isRecord } from "../../../contract/wire/is-record.ts";
import type { ManifestFormat } from "./detect-format.ts";
import { JsonCutter } from "./json-cutter.ts";
import type { ManifestElement } from "./manifest-element.ts";
import { ManifestProblem } from "./manifest-problem.ts";
import { parseJsonElement } from "./parse-json-element.ts";

/** The documents of a JSON array, and of an object around it. `chunks` begin behind the `[`. Throws ManifestProblem. */
export async function* parseJsonArray(chunks: AsyncIterable<Buffer>, format: Extract<ManifestFormat, { kind: "array" }>): AsyncGenerator<ManifestElement> {
  const cutter = new JsonCutter(format);
  for await (const chunk of chunks) {
    for (const element of cutter.push(chunk)) yield parseJsonElement(element);
  }
  judgeEnvelope(`${format.envelope}[]${cutter.end().toString("utf8")}`);
}

/** What stands around the list, with an empty list in its place, must be JSON, and must not have a list besides. */
function judgeEnvelope(text: string): void {
  const envelope = parse(text);
  const documents = isRecord(envelope) ? envelope["documents"] : envelope;
  if (Array.isArray(documents) && documents.length === 0) return;
  throw new ManifestProblem(undefined, "there is a second `documents` besides the list of documents");
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ManifestProblem(undefined, "what stands before or behind the list of documents is not valid JSON", { cause: error });
  }
}
