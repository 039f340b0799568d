/** The check of fields that must be found in the text. The text is the document's, and the patterns are the job's: neither may cost the other's time. */
import { type Evidence, type Judged, type Options, toJudged } from "./evidence.ts";
import { MAX_TEXT_CHARACTERS } from "./inspection.ts";
import { TIMED_OUT, withTimeLimit } from "./with-time-limit.ts";

/** Of all fields of a document together. Sane patterns take milliseconds over the longest text. */
const LIMIT_MS = 5000;
/** No bound is higher. */
const MAX_COUNT = 1001;

type Field = Options<"text">[number];

export function judgeText({ type, inspection: { text, problem } }: Evidence, fields: Options<"text">): Judged[] {
  const untold = problem === undefined ? `${type} holds no text: this stage must come behind an ocr stage` : `cannot be told: ${problem.message}`;
  if (text === undefined) return fields.map((field) => ({ ...toJudged("text", untold, "", problem?.reason), name: field.name }));
  const endMs = performance.now() + LIMIT_MS;
  return fields.map((field) => ({ ...judgeField(field, text, endMs), name: field.name }));
}

function judgeField({ pattern, ignoreCase, min, max }: Field, text: string, endMs: number): Judged {
  const flags = `gmu${ignoreCase ? "i" : ""}`;
  const found = withTimeLimit(() => countMatches(text, new RegExp(pattern, flags)), endMs - performance.now());
  if (found === TIMED_OUT) return toJudged("text", `the patterns take more than ${LIMIT_MS} ms over this text: one of them repeats repetitions`, "");
  // A field that may not be there need not be there.
  const least = max === 0 ? 0 : min;
  const wanted = found < least ? `at least ${least}` : `at most ${max ?? 0}`;
  const isWrong = found < least || found > (max ?? Infinity);
  const where = text.length >= MAX_TEXT_CHARACTERS ? ` in the first ${MAX_TEXT_CHARACTERS} characters` : "";
  const times = `${toTimes(found)}${where}`;
  return toJudged("text", isWrong ? `found ${times}, wanted ${wanted}` : undefined, `found ${times}`);
}

function toTimes(found: number): string {
  if (found >= MAX_COUNT) return "very often";
  return found === 1 ? "once" : `${found} times`;
}

function countMatches(text: string, pattern: RegExp): number {
  let count = 0;
  for (const _ of text.matchAll(pattern)) {
    count += 1;
    if (count >= MAX_COUNT) return count;
  }
  return count;
}
