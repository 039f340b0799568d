/** Checks of what earlier stages have told of a document. */
import { type Evidence, type Judged, notApplicable, type Options, outOfBounds, toJudged } from "./evidence.ts";
import { findEarlier, isObject } from "./find-earlier.ts";

/** `language` of a result: a code, or an object with a `code`. */
export function judgeLanguage({ earlier }: Evidence, { oneOf, stage }: Options<"language">): Judged {
  const found = findEarlier(earlier, stage, ({ language }) => toCode(language));
  if (found === undefined) return toJudged("language", untold("a language", "an nlp stage", stage), "");
  const isWanted = oneOf.some((code) => code.toLowerCase() === found.value.toLowerCase());
  return toJudged("language", isWanted ? undefined : `found ${found.value.slice(0, 20)}, wanted ${oneOf.join(" or ")}`, `${found.value.slice(0, 20)}, by stage ${found.stage}`);
}

function toCode(language: unknown): string | undefined {
  const code = isObject(language) ? language["code"] : language;
  return typeof code === "string" ? code : undefined;
}

interface Recognition {
  readonly confidence?: number;
  readonly worstPage?: { readonly page: number; readonly confidence: number };
}

export function judgeConfidence({ earlier }: Evidence, { min, minPage, stage }: Options<"confidence">): Judged {
  const found = findEarlier(earlier, stage, toRecognition);
  if (found === undefined) return toJudged("confidence", untold("a confidence", "an ocr stage", stage), "");
  const { confidence, worstPage } = found.value;
  if (confidence === undefined) return notApplicable("confidence", "nothing had to be recognised");
  const mean = outOfBounds(confidence, { min });
  const worst = worstPage === undefined ? undefined : outOfBounds(worstPage.confidence, { min: minPage });
  const wrong = mean ?? (worst === undefined ? undefined : `page ${worstPage?.page ?? 0}: ${worst}`);
  return toJudged("confidence", wrong, `${confidence}, by stage ${found.stage}`);
}

/** Undefined for a result that is none of recognition. */
function toRecognition({ ocrPages, confidence, worstPage }: Readonly<Record<string, unknown>>): Recognition | undefined {
  if (typeof confidence !== "number") return typeof ocrPages === "number" ? {} : undefined;
  return { confidence, ...(isWorstPage(worstPage) ? { worstPage } : {}) };
}

function isWorstPage(value: unknown): value is { page: number; confidence: number } {
  return isObject(value) && typeof value["page"] === "number" && typeof value["confidence"] === "number";
}

function untold(what: string, who: string, stage: string | undefined): string {
  return stage === undefined ? `no earlier stage has told ${what}; this stage must come behind ${who}` : `stage ${stage} has told no ${what.replace(/^an? /, "")}`;
}
