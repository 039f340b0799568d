/** A copy of the engine and its tests in a folder of its own, to plant a mistake in. */
import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { type Verdict, readVerdict } from "./verdict.ts";

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, "../..");
/** With the repository's own Node first. */
const PATH = [join(ROOT, "node_modules/.bin"), process.env["PATH"]].join(delimiter);
const COPIED = ["contract", "engine", "test/model", "test/planted-bugs", "package.json", "tsconfig.json"];
/** Some twenty times what the tests take: a mistake that makes them hang must not hold up the rest. */
const TESTS_TIMEOUT_MS = 120_000;
const COMMAND_TIMEOUT_MS = 60_000;

export interface EngineCopy {
  readonly folder: string;
  readonly remove: () => Promise<void>;
}

export async function createEngineCopy(): Promise<EngineCopy> {
  const folder = await mkdtemp(join(tmpdir(), "ream-planted-"));
  await Promise.all(COPIED.map((path) => cp(join(ROOT, path), join(folder, path), { recursive: true })));
  await symlink(join(ROOT, "node_modules"), join(folder, "node_modules"));
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Undefined when it is planted, and the code still compiles; else why not. */
export async function plant({ folder }: EngineCopy, patch: string): Promise<string | undefined> {
  const applied = await attempt("git", ["apply", "--whitespace=nowarn", patch], folder);
  if (applied !== undefined) return `does not apply any more: ${applied}`;
  // That project lets a mistake leave something unused.
  const compiled = await attempt("tsc", ["--project", "test/planted-bugs/tsconfig.json"], folder);
  return compiled === undefined ? undefined : `does not compile: ${compiled}`;
}

export async function testCopy({ folder }: EngineCopy, environment: NodeJS.ProcessEnv): Promise<Verdict> {
  const report = join(folder, "report.json");
  const args = ["run", "--config", "test/planted-bugs/vitest.config.ts", "--root", folder, "--reporter=json", `--outputFile=${report}`];
  const options = { cwd: folder, env: { ...process.env, ...environment, PATH }, timeout: TESTS_TIMEOUT_MS, killSignal: "SIGKILL", maxBuffer: 1 << 26 } as const;
  const ended = await run("vitest", args, options).then(() => ({ code: 0, killed: false }), toEnd);
  if (ended.killed) return { kind: "broken", why: `the tests hang: ended after ${TESTS_TIMEOUT_MS / 1000} s` };
  return readVerdict(await readFile(report, "utf8").catch(() => undefined), ended.code);
}

function toEnd(error: unknown): { code: number; killed: boolean } {
  const { code, killed } = error as { code?: unknown; killed?: unknown };
  return { code: typeof code === "number" ? code : 1, killed: killed === true };
}

/** Undefined when it succeeded, else the first line that it left. */
async function attempt(program: string, args: readonly string[], folder: string): Promise<string | undefined> {
  const failure = await run(program, args, { cwd: folder, timeout: COMMAND_TIMEOUT_MS, env: { ...process.env, PATH } }).then(() => undefined, toText);
  return failure?.trim().split("\n", 1)[0];
}

function toText(error: unknown): string {
  const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
  return `${stderr}${stdout}` || String(error);
}
