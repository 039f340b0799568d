/**
 * Do the engine's tests catch each mistake of test/planted-bugs? Plants them one by one in copies and runs the tests there, two
 * copies at a time. Names as arguments check only those. Ends with `N passed, N failed` alone on the last line.
 */
import { join } from "node:path";
import { createEngineCopy, plant, testCopy } from "./check-planted-bugs/engine-copy.ts";
import { readPlantedList } from "./check-planted-bugs/planted-list.ts";
import type { Verdict } from "./check-planted-bugs/verdict.ts";

const FOLDER = join(import.meta.dirname, "../test/planted-bugs");
const AT_A_TIME = 2;
/** The same worlds each time, and enough of them: a mistake is caught or not, never by luck. */
const ENVIRONMENT = { REAM_SEED: "20261122", REAM_WORLDS: "150" };

interface Row {
  readonly name: string;
  readonly isCaught: boolean;
  readonly text: string;
  readonly seconds: number;
}

async function check(name: string, patch: string | undefined): Promise<Row> {
  const startedMs = performance.now();
  const copy = await createEngineCopy();
  try {
    const problem = patch === undefined ? undefined : await plant(copy, patch);
    const verdict: Verdict = problem === undefined ? await testCopy(copy, ENVIRONMENT) : { kind: "broken", why: problem };
    const isCaught = verdict.kind === (patch === undefined ? "passed" : "caught");
    return { name, isCaught, text: describe(verdict), seconds: (performance.now() - startedMs) / 1000 };
  } finally {
    await copy.remove();
  }
}

function describe(verdict: Verdict): string {
  if (verdict.kind === "caught") return verdict.by;
  return verdict.kind === "passed" ? `all ${verdict.tests} tests pass` : verdict.why;
}

function print({ name, isCaught, text, seconds }: Row): void {
  console.log(`${isCaught ? "ok  " : "FAIL"} ${name.padEnd(24)} ${seconds.toFixed(1).padStart(6)} s  ${text}`);
}

/** Each of `AT_A_TIME` takes the next that nobody has taken. */
async function checkAll(names: readonly string[]): Promise<Row[]> {
  const rows: Row[] = [];
  const left = names.values();
  const takeTurns = async (): Promise<void> => {
    for (const name of left) {
      const row = await check(name, join(FOLDER, `${name}.patch`));
      print(row);
      rows.push(row);
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, takeTurns));
  return rows;
}

const startedMs = performance.now();
const { names, problems } = await readPlantedList(FOLDER);
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !names.includes(name));
const failures = [...problems, ...unknown.map((name) => `${name} is no planted bug`)];
for (const failure of failures) console.log(`FAIL ${failure}`);

// Tests that fail without any mistake would catch every one.
const sound = await check("(no mistake)", undefined);
print(sound);
const rows = sound.isCaught ? await checkAll(wanted.length === 0 ? names : wanted.filter((name) => names.includes(name))) : [];

const all = [sound, ...rows];
const failed = all.filter((row) => !row.isCaught).length + failures.length;
console.log(`\n${((performance.now() - startedMs) / 1000).toFixed(0)} s\n\n${all.length + failures.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
