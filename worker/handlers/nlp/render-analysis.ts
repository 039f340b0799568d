/** The file that an analysis is written to: JSON with one entry of a list on each line, the same bytes for the same analysis. */
import type { NlpAnalysis } from "../../../contract/handlers/nlp-result.ts";

/** In pieces: of a long text with its tokens, it is long. */
export function* renderAnalysis(analysis: NlpAnalysis): Generator<string> {
  let opening = "{\n";
  for (const [name, value] of Object.entries(analysis)) {
    yield `${opening}${JSON.stringify(name)}: `;
    if (Array.isArray(value)) yield* renderList(value);
    else yield JSON.stringify(value);
    opening = ",\n";
  }
  yield "\n}\n";
}

const ENTRIES_OF_A_PIECE = 1000;

function* renderList(entries: readonly unknown[]): Generator<string> {
  if (entries.length === 0) return yield "[]";
  for (let from = 0; from < entries.length; from += ENTRIES_OF_A_PIECE) {
    const lines = entries.slice(from, from + ENTRIES_OF_A_PIECE).map((entry) => `  ${JSON.stringify(entry)}`);
    yield `${from === 0 ? "[\n" : ",\n"}${lines.join(",\n")}`;
  }
  yield "\n]";
}
