/** What the checks judge by, and how they say it. */
import type { Reason } from "../../../contract/reasons.ts";
import type { CheckReport } from "../../../contract/handlers/validation-result.ts";
import type { ValidationOptions } from "../../../contract/handlers/validation-options.ts";
import type { Json } from "../../../contract/wire/outcome.ts";
import type { HandlerTask, InputFile } from "../handler.ts";
import type { Inspection } from "./inspection.ts";

export interface Evidence {
  readonly document: HandlerTask["document"];
  readonly input: InputFile;
  readonly earlier: Readonly<Record<string, Json>>;
  readonly type: string;
  readonly inspection: Inspection;
}

/** `reason` where it is a better one than ValidationFailed. */
export interface Judged extends CheckReport {
  readonly reason?: Reason;
}

export type Options<Check extends keyof ValidationOptions> = NonNullable<ValidationOptions[Check]>;

/** Passed where nothing is wrong. */
export function toJudged(check: CheckReport["check"], wrong: string | undefined, right: string, reason?: Reason): Judged {
  if (wrong === undefined) return { check, status: "passed", message: right };
  return { check, status: "failed", message: wrong, ...(reason === undefined ? {} : { reason }) };
}

export function notApplicable(check: CheckReport["check"], message: string): Judged {
  return { check, status: "notApplicable", message };
}

/** What a number may be: `found 3, wanted at most 2`; undefined where it is within. */
export function outOfBounds(found: number, { min, max }: { readonly min?: number | undefined; readonly max?: number | undefined }, unit = ""): string | undefined {
  const told = `found ${round(found)}${unit}`;
  if (min !== undefined && found < min) return `${told}, wanted at least ${min}${unit}`;
  return max !== undefined && found > max ? `${told}, wanted at most ${max}${unit}` : undefined;
}

/** One decimal: 210 mm are 209.97 mm on paper of 595 points. */
export function round(value: number): number {
  return Math.round(value * 10) / 10;
}
