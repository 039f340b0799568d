/**
 * Runs the suites that its arguments name, one after the other, all of them whatever fails, and ends with
 * the names of what failed and `N passed, N failed` alone on the last line. Exits 1 when anything failed, a suite without tests included.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { describeFailedTests } from "./run-tests/failed-tests.ts";
import { type Suite, SUITES } from "./run-tests/suites.ts";
import { formatTally, NOTHING, sum, type Tally, tallyCheck, tallyProject } from "./run-tests/tally.ts";

const ROOT = join(import.meta.dirname, "..");
/** Far above what any suite takes; one that hangs must not hold up CI for ever. */
const SUITE_TIMEOUT_MS = 30 * 60_000;

async function runCommand([program, ...args]: Extract<Suite, { kind: "check" }>["command"]): Promise<number> {
  const path = [join(ROOT, "node_modules/.bin"), process.env["PATH"]].join(delimiter);
  const child = spawn(program, args, { cwd: ROOT, stdio: "inherit", env: { ...process.env, PATH: path }, timeout: SUITE_TIMEOUT_MS });
  const [code]: unknown[] = await once(child, "close");
  return typeof code === "number" ? code : 1;
}

async function runProject(project: string): Promise<Tally> {
  const folder = await mkdtemp(join(tmpdir(), "ream-tests-"));
  const file = join(folder, "report.json");
  try {
    const exitCode = await runCommand(["vitest", "run", "--project", project, "--reporter=default", "--reporter=json", `--outputFile.json=${file}`]);
    const report = await readFile(file, "utf8").catch(() => undefined);
    failures.push(...describeFailedTests(report, ROOT));
    return tallyProject(report, exitCode);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function runSuite(suite: Suite): Promise<Tally> {
  return suite.kind === "project" ? runProject(suite.project) : runCommand(suite.command).then(tallyCheck);
}

const failures: string[] = [];
const names = process.argv.slice(2);
const suites = names.flatMap((name) => (SUITES[name] === undefined ? [] : [{ name, suite: SUITES[name] }]));
if (suites.length < names.length || names.length === 0) {
  console.error(`name suites, any of: ${Object.keys(SUITES).join(" ")}`);
  process.exit(2);
}

let total = NOTHING;
const lines: string[] = [];
for (const { name, suite } of suites) {
  console.log(`\n--- ${name}`);
  const started = performance.now();
  const tally = await runSuite(suite);
  total = sum(total, tally);
  const skipped = tally.skipped === 0 ? "" : `, ${tally.skipped} skipped`;
  lines.push(`${name.padEnd(12)} ${formatTally(tally)}${skipped}  (${((performance.now() - started) / 1000).toFixed(1)} s)`);
}
console.log(`\n${[...lines, ...failures].join("\n")}\n\n${formatTally(total)}`);
process.exitCode = total.failed === 0 ? 0 : 1;
