/** All checks that the options ask for, in the order in which they are reported. */
import { CHECKS } from "../../../contract/handlers/validation-result.ts";
import type { ValidationOptions } from "../../../contract/handlers/validation-options.ts";
import type { Evidence, Judged } from "./evidence.ts";
import { judgeConfidence, judgeLanguage } from "./judge-earlier.ts";
import { judgeChecksum, judgeIntegrity, judgeName, judgeSize, judgeType } from "./judge-file.ts";
import { judgeJsonSchema } from "./judge-json-schema.ts";
import { judgeDimensions, judgeDpi, judgePageCount } from "./judge-pages.ts";
import { judgeText } from "./judge-text.ts";

export async function judge(evidence: Evidence, options: ValidationOptions, signal: AbortSignal): Promise<Judged[]> {
  const judged = [...judgeFile(evidence, options), ...judgeContent(evidence, options)];
  if (options.jsonSchema !== undefined) judged.push(await judgeJsonSchema(evidence, options.jsonSchema, signal));
  return judged.toSorted((a, b) => CHECKS.indexOf(a.check) - CHECKS.indexOf(b.check));
}

function judgeFile(evidence: Evidence, { types, size, integrity, checksum, name }: ValidationOptions): Judged[] {
  return [
    ...asked(types, (wanted) => judgeType(evidence, wanted)),
    ...asked(size, (bounds) => judgeSize(evidence, bounds)),
    ...(integrity ? [judgeIntegrity(evidence)] : []),
    ...asked(checksum, (choices) => judgeChecksum(evidence, choices)),
    ...asked(name, (choices) => judgeName(evidence, choices)),
  ];
}

function judgeContent(evidence: Evidence, { pages, dpi, dimensions, text, language, confidence }: ValidationOptions): Judged[] {
  return [
    ...asked(pages, (bounds) => judgePageCount(evidence, bounds)),
    ...asked(dpi, (bounds) => judgeDpi(evidence, bounds)),
    ...asked(dimensions, (bounds) => judgeDimensions(evidence, bounds)),
    ...(text === undefined ? [] : judgeText(evidence, text)),
    ...asked(language, (choices) => judgeLanguage(evidence, choices)),
    ...asked(confidence, (choices) => judgeConfidence(evidence, choices)),
  ];
}

function asked<T>(choices: T | undefined, judgeIt: (choices: T) => Judged): Judged[] {
  return choices === undefined ? [] : [judgeIt(choices)];
}
