/** What a ledger says had ended, read without any code of Ream's: `index stage` of each stage of a document that is over. */
import { existsSync, readFileSync } from "node:fs";

const ENDINGS = new Set(["Succeeded", "Rejected", "Skipped"]);

/** With the number of records that say so. */
export function endedSteps(ledger: string): Map<string, number> {
  const steps = new Map<string, number>();
  if (!existsSync(ledger)) return steps;
  for (const line of readFileSync(ledger, "utf8").split("\n").slice(0, -1)) {
    for (const { outcome, index, stage } of outcomesOf(line)) {
      if (ENDINGS.has(outcome)) steps.set(`${index} ${stage}`, (steps.get(`${index} ${stage}`) ?? 0) + 1);
    }
  }
  return steps;
}

function outcomesOf(line: string): { outcome: string; index: number; stage: number }[] {
  const record: { data?: { outcomes?: { outcome: string; index: number; stage: number }[] } } = JSON.parse(line);
  return record.data?.outcomes ?? [];
}
