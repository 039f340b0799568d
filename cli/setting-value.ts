/** What `--set ocr.languages=eng` means is what the handler's schema takes: a word, a number, a list. */
import { judgeOptions, type OptionsProblem } from "../contract/handlers/handler-options.ts";
import { isJson } from "./is-json.ts";
import type { Json } from "../contract/wire/outcome.ts";

export type ReadSetting = { readonly ok: true; readonly value: Json } | { readonly ok: false; readonly problems: readonly OptionsProblem[] };

/** The first reading of `text` that the handler takes for `option`; else what is wrong with the first one. */
export function readSetting(handler: string, { option, text }: { readonly option: string; readonly text: string }): ReadSetting {
  const readings = readingsOf(text);
  const judged = readings.map((value) => ({ value, problems: problemsOf(handler, { option, value }) }));
  const taken = judged.find(({ problems }) => problems.length === 0);
  if (taken !== undefined) return { ok: true, value: taken.value };
  // Where a list is wanted, what is wrong with an item says more than that a word is no list.
  const nearest = judged.find(({ problems }) => problems.every(({ path }) => path !== option)) ?? judged[0];
  return { ok: false, problems: nearest?.problems ?? [] };
}

function readingsOf(text: string): Json[] {
  const json = parseJson(text);
  const items = text.split(",").map((item) => item.trim());
  const values = items.map((item) => parseJson(item) ?? item);
  return [...(json === undefined ? [] : [json]), text, items, values];
}

function problemsOf(handler: string, { option, value }: { readonly option: string; readonly value: Json }): readonly OptionsProblem[] {
  const judged = judgeOptions(handler, { [option]: value });
  if (judged.ok) return [];
  return judged.problems.filter(({ path }) => path === option || path.startsWith(`${option}[`) || path.startsWith(`${option}.`));
}

function parseJson(text: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isJson(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
