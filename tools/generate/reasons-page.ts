/** The reference page of every reason that Ream gives: of documents, and of conditions. */
import { JOB_CONDITIONS, JOB_REASONS, POOL_CONDITIONS, POOL_REASONS } from "../../contract/conditions.ts";
import { REASONS, type Retry } from "../../contract/reasons.ts";
import { GENERATED } from "./crd.ts";
import { tableRow } from "./table-row.ts";

const RETRY_WORDS: Readonly<Record<Retry, string>> = { yes: "yes", once: "once", never: "no" };

export function writeReasonsPage(): string {
  return [
    `<!-- ${GENERATED} -->`,
    "# Reasons",
    "",
    "The same words stand in outcomes, `results.jsonl`, status, conditions, events, log fields and metric labels.",
    "",
    "## Why a document did not succeed",
    "",
    ...table(["Reason", "Tried again", "What it means"], Object.entries(REASONS).map(([name, facts]) => [`\`${name}\``, RETRY_WORDS[facts.retry], facts.text])),
    "",
    "## Conditions of a BatchJob",
    "",
    ...table(["Type", "True means"], Object.entries(JOB_CONDITIONS).map(([name, text]) => [`\`${name}\``, text])),
    "",
    ...table(["Reason", "What it means"], Object.entries(JOB_REASONS).map(([name, facts]) => [`\`${name}\``, facts.text])),
    "",
    "## Conditions of a WorkerPool",
    "",
    ...table(["Type", "True means"], Object.entries(POOL_CONDITIONS).map(([name, text]) => [`\`${name}\``, text])),
    "",
    ...table(["Reason", "What it means"], Object.entries(POOL_REASONS).map(([name, facts]) => [`\`${name}\``, facts.text])),
    "",
  ].join("\n");
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  return [heads, heads.map(() => "---"), ...rows].map(tableRow);
}
