/** The repository's own lint configuration, run by the real oxlint over probes in a copy of the folders. */
import { execFile } from "node:child_process";
import { copyFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";

const ROOT = join(import.meta.dirname, "../..");
const OXLINT_TIMEOUT_MS = 60_000;

interface Probe {
  readonly file: string;
  readonly code: string;
}

/** Every probe has a file of its own, so that one run of oxlint judges them all. */
const REFUSED: readonly (readonly [what: string, probe: Probe, says: string])[] = [
  ["Date.now() in engine/", { file: "engine/now.ts", code: "export const now = Date.now();" }, "engine/ has no clock"],
  ["new Date() in engine/", { file: "engine/ledger/date.ts", code: "export const date = new Date();" }, "engine/ has no clock"],
  ["globalThis.Date in engine/", { file: "engine/global-date.ts", code: "export const now = globalThis.Date.now();" }, "engine/ has no clock"],
  ["performance.now() in engine/", { file: "engine/plan/ticks.ts", code: "export const now = performance.now();" }, "engine/ has no clock"],
  ["Math.random() in engine/", { file: "engine/random.ts", code: "export const random = Math.random();" }, "engine/ has no randomness"],
  ["Math.random taken out of Math in engine/", { file: "engine/taken.ts", code: "const { random } = Math;\nexport const drawn = random();" }, "engine/ has no randomness"],
  ["crypto in engine/", { file: "engine/uuid.ts", code: "export const id = crypto.randomUUID();" }, "engine/ has no randomness"],
  ["setTimeout in engine/", { file: "engine/wait.ts", code: "setTimeout(() => undefined, 1);\nexport {};" }, "engine/ does not wait"],
  ["the environment in engine/", { file: "engine/environment.ts", code: "export const { env } = process;" }, "engine/ reads no environment"],
  ["the network in engine/", { file: "engine/network.ts", code: 'export const page = fetch("https://example.org");' }, "engine/ has no network"],
  ["node:fs in engine/", { file: "engine/file.ts", code: 'export { readFile } from "node:fs/promises";' }, "engine/ imports only contract/"],
  ["fs without its scheme in engine/", { file: "engine/old-file.ts", code: 'export { readFile } from "fs/promises";' }, "engine/ imports only contract/"],
  ["a package in engine/", { file: "engine/package.ts", code: 'export { pino } from "pino";' }, "engine/ imports only contract/"],
  ["worker from engine", { file: "engine/worker.ts", code: 'export { probe } from "../worker/probe.ts";' }, "engine/ imports only contract/"],
  ["local from engine, at run time", { file: "engine/late.ts", code: 'export const late = import("../local/probe.ts");' }, "engine/ imports only contract/"],
  ["node:fs in contract/", { file: "contract/file.ts", code: 'export { readFile } from "node:fs/promises";' }, "contract/ imports only zod"],
  ["a package besides zod in contract/", { file: "contract/package.ts", code: 'export { parse } from "yaml";' }, "contract/ imports only zod"],
  ["engine from contract", { file: "contract/wire/engine.ts", code: 'export { probe } from "../../engine/probe.ts";' }, "contract/ imports only zod"],
  ["worker from runtime", { file: "runtime/worker.ts", code: 'export { probe } from "../worker/probe.ts";' }, "runtime/ lies below"],
  ["local from worker", { file: "worker/local.ts", code: 'export { probe } from "../local/probe.ts";' }, "worker/ must not know where it runs"],
  ["local from worker/slot", { file: "worker/slot/local.ts", code: 'export { probe } from "../../local/probe.ts";' }, "worker/ must not know where it runs"],
  ["a type of local from worker", { file: "worker/local-type.ts", code: 'export type { Probe } from "../local/probe.ts";' }, "worker/ must not know where it runs"],
  ["cli from worker", { file: "worker/cli.ts", code: 'export { probe } from "../cli/probe.ts";' }, "worker/ must not know where it runs"],
  ["operator from worker", { file: "worker/operator.ts", code: 'export { probe } from "../operator/probe.ts";' }, "worker/ and operator/ speak through contract/ alone"],
  ["engine from worker", { file: "worker/engine.ts", code: 'export { probe } from "../engine/probe.ts";' }, "Only worker/finalize/ folds the ledger"],
  ["local from worker/finalize", { file: "worker/finalize/local.ts", code: 'export { probe } from "../../local/probe.ts";' }, "worker/ must not know where it runs"],
  ["operator from worker/finalize", { file: "worker/finalize/operator.ts", code: 'export { probe } from "../../operator/probe.ts";' }, "speak through contract/ alone"],
  ["worker from operator", { file: "operator/worker.ts", code: 'export { probe } from "../worker/probe.ts";' }, "operator/ and worker/ speak through contract/ alone"],
  ["local from operator", { file: "operator/cluster/local.ts", code: 'export { probe } from "../../local/probe.ts";' }, "operator/ knows nothing of local mode"],
  ["cli from local", { file: "local/cli.ts", code: 'export { probe } from "../cli/probe.ts";' }, "local/ puts engine/ and worker/ together"],
  ["operator from local", { file: "local/operator.ts", code: 'export { probe } from "../operator/probe.ts";' }, "local/ puts engine/ and worker/ together"],
  ["any", { file: "local/any.ts", code: "export const loose: any = 1;" }, "Unexpected `any`"],
  ["a non-null assertion", { file: "local/bang.ts", code: "const found = [1].find((one) => one > 0);\nexport const sure = found!;" }, "Forbidden non-null assertion"],
  ["console in worker/", { file: "worker/print.ts", code: 'console.log("hello");\nexport {};' }, "Unexpected console statement"],
];

const ALLOWED: readonly (readonly [what: string, probe: Probe])[] = [
  ["zod from contract", { file: "contract/good.ts", code: 'export { z } from "zod";' }],
  ["contract from contract", { file: "contract/wire/good.ts", code: 'export { z } from "../good.ts";' }],
  ["contract from engine", { file: "engine/good.ts", code: 'export { z } from "../contract/good.ts";' }],
  ["Math.max in engine/", { file: "engine/plan/good.ts", code: "export const most = Math.max(1, 2);" }],
  ["a clock in a test of engine/", { file: "engine/clock.test.ts", code: "export const now = Date.now();" }],
  ["a package from runtime", { file: "runtime/good.ts", code: 'export { pino } from "pino";' }],
  ["contract, runtime and node from worker", { file: "worker/good.ts", code: 'export { z } from "../contract/good.ts";\nexport { pino } from "../runtime/good.ts";\nexport { readFile } from "node:fs/promises";' }],
  ["engine from worker/finalize", { file: "worker/finalize/good.ts", code: 'export { z } from "../../engine/good.ts";' }],
  ["engine from operator", { file: "operator/good.ts", code: 'export { z } from "../engine/good.ts";' }],
  ["engine and worker from local", { file: "local/good.ts", code: 'export { z } from "../engine/good.ts";\nexport { pino } from "../worker/good.ts";' }],
  ["local from cli", { file: "cli/good.ts", code: 'export { z } from "../local/good.ts";' }],
  ["a clock in worker/", { file: "worker/clock.ts", code: "export const now = Date.now();" }],
];

const oxlintReport = z.object({ diagnostics: z.array(z.object({ filename: z.string(), message: z.string(), help: z.string().optional() })) });

let folder = "";
/** File → what oxlint says about it. */
const said = new Map<string, string>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ream-lint-"));
  await copyFile(join(ROOT, ".oxlintrc.json"), join(folder, ".oxlintrc.json"));
  const probes = [...REFUSED.map(([, probe]) => probe), ...ALLOWED.map(([, probe]) => probe)];
  for (const { file, code } of probes) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), `${code}\n`);
  }
  for (const { filename, message, help } of await lint(folder)) said.set(filename, [said.get(filename), message, help].join("\n"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function lint(cwd: string): Promise<z.infer<typeof oxlintReport>["diagnostics"]> {
  const run = promisify(execFile)(join(ROOT, "node_modules/.bin/oxlint"), ["--format", "json"], { cwd, timeout: OXLINT_TIMEOUT_MS, maxBuffer: 16 * 1024 * 1024 });
  // It ends with 1 where it found something, and has written the same report.
  const stdout = await run.then((end) => end.stdout, (error: { readonly stdout?: string }) => error.stdout ?? "");
  return oxlintReport.parse(JSON.parse(stdout)).diagnostics;
}

test.each(REFUSED)("refuses %s", (_, { file }, says) => {
  expect(said.get(file)).toContain(says);
});

test.each(ALLOWED)("allows %s", (_, { file }) => {
  expect(said.get(file)).toBeUndefined();
});
