/** A setup for tests: a handler that does what a document's metadata says, to itself and to the machine. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Json } from "../../../contract/wire/outcome.ts";
import { PermanentError, RetryableError, UnavailableError } from "../../errors.ts";
import type { HandlerSetup } from "../../handler-setup.ts";
import type { HandlerResult, HandlerTask } from "../../handlers/handler.ts";
import { hashFile } from "../../hash-file.ts";
import { DEFAULT_LIMITS } from "../../limits.ts";

export interface TestSetupData {
  /** Folder of the output, for later stages. */
  readonly output?: string;
  /** Throw this instead of starting. */
  readonly unable?: string;
  readonly needsInput?: boolean;
  readonly maxResultBytes?: number;
}

export function setUp(data: TestSetupData): HandlerSetup {
  if (data.unable !== undefined) throw new UnavailableError(data.unable);
  return {
    handler: { name: "test", needsInput: data.needsInput === true, run, join: joinParts },
    limits: { ...DEFAULT_LIMITS, ...(data.maxResultBytes === undefined ? {} : { maxResultBytes: data.maxResultBytes }) },
    fetch: async ({ document, signal }) => {
      const path = new URL(document.uri ?? "").pathname;
      return { path, ...(await hashFile(path, signal)) };
    },
    openStored: async ({ name }) => join(data.output ?? "", name),
  };
}

type Act = (task: HandlerTask) => Promise<HandlerResult> | HandlerResult;

const SUCCEEDED: HandlerResult = { outcome: "Succeeded" };

/** `metadata.act` names one of these. */
const ACTS: Readonly<Record<string, Act>> = {
  pid: () => ({ outcome: "Succeeded", result: process.pid }),
  echo: ({ attempt, options, part, earlier, input }) => ({
    outcome: "Succeeded",
    result: { attempt, options: options as Json, earlier, ...(part === undefined ? {} : { part: { ...part } }), ...(input === undefined ? {} : { bytes: input.bytes }) },
  }),
  skip: () => ({ outcome: "Skipped", message: "nothing\nto do" }),
  split: () => ({ outcome: "Split", parts: 3, pagesPerPart: 2, pages: 5 }),
  badSplit: () => ({ outcome: "Split", parts: 3, pagesPerPart: 2, pages: 7 }),
  large: ({ document }) => ({ outcome: "Succeeded", result: "x".repeat(Number(document.metadata?.["bytes"])) }),
  write: async ({ document, outputFolder, part }) => {
    await writeFile(join(await outputFolder(), "made"), document.metadata?.["text"] ?? `${document.id}${part?.part ?? ""}`);
    return { outcome: "Succeeded", outputs: [{ file: "made", suffix: ".txt", primary: true }], result: { made: true }, engine: "test 1" };
  },
  claim: ({ document }) => ({ outcome: "Succeeded", outputs: [{ file: document.metadata?.["file"] ?? "", suffix: document.metadata?.["suffix"] ?? ".txt" }] }),
  link: async ({ outputFolder }) => {
    await symlink("/etc/hostname", join(await outputFolder(), "link"));
    return { outcome: "Succeeded", outputs: [{ file: "link", suffix: ".txt" }] };
  },
  twice: async ({ outputFolder }) => {
    await writeFile(join(await outputFolder(), "made"), "");
    return { outcome: "Succeeded", outputs: [{ file: "made", suffix: ".txt" }, { file: "made", suffix: ".TXT" }] };
  },
  reject: () => Promise.reject(new PermanentError("Encrypted", "has a password")),
  fail: () => Promise.reject(new RetryableError("PageTimeout", "page 3", { retryAfterSeconds: 7.2 })),
  unavailable: () => Promise.reject(new UnavailableError("the store does not answer")),
  full: () => Promise.reject(Object.assign(new Error("ENOSPC: no space left on device"), { code: "ENOSPC" })),
  bug: () => Promise.reject(new TypeError(`not a function ${"x".repeat(2000)}`)),
  exit: () => process.exit(3),
  kill: () => {
    process.kill(process.pid, "SIGSEGV");
    return hang();
  },
  throwLater: () => {
    setImmediate(() => {
      throw new Error("nobody catches this");
    });
    return hang();
  },
  hang,
  wait: async ({ document, signal }) => {
    await delay(Number(document.metadata?.["ms"]), undefined, { signal });
    return SUCCEEDED;
  },
  deaf: async ({ document }) => {
    await delay(Number(document.metadata?.["ms"]));
    return SUCCEEDED;
  },
  spin: () => {
    for (;;);
  },
  eat: async () => {
    const eaten: Buffer[] = [];
    for (;;) {
      eaten.push(Buffer.alloc(8 * 1024 * 1024, 1));
      await delay(10);
    }
  },
  eatHeap: () => {
    const eaten: number[][] = [];
    for (;;) eaten.push(Array.from({ length: 100_000 }, Math.random));
  },
  /** Starts a process that starts another one, writes their pids into `metadata.pids`, and goes on as `metadata.next`. */
  fork: async (task) => {
    const script = `sleep 600 & echo $! $$ > '${task.document.metadata?.["pids"]}'; wait`;
    spawn("/bin/sh", ["-c", script], { stdio: "ignore", detached: task.document.metadata?.["detached"] === "yes" });
    await delay(300);
    return runAct(task, task.document.metadata?.["next"] ?? "hang");
  },
  /** A process that it has started takes the memory. */
  eatElsewhere: async () => {
    const script = "const eaten = []; setInterval(() => eaten.push(Buffer.alloc(8388608, 1)), 10)";
    await once(spawn(process.execPath, ["-e", script], { stdio: "ignore", detached: true }), "exit");
    return SUCCEEDED;
  },
};

async function run(task: HandlerTask): Promise<HandlerResult> {
  return runAct(task, task.document.metadata?.["act"] ?? "");
}

function runAct(task: HandlerTask, act: string): Promise<HandlerResult> | HandlerResult {
  return ACTS[act]?.(task) ?? SUCCEEDED;
}

async function joinParts({ outputFolder }: HandlerTask, parts: readonly { part: number; path?: string; result?: Json }[]): Promise<HandlerResult> {
  await writeFile(join(await outputFolder(), "joined"), parts.map(({ part, path }) => `${part}:${path ?? ""}`).join("\n"));
  return { outcome: "Succeeded", outputs: [{ file: "joined", suffix: ".txt", primary: true }], result: parts.map(({ result }) => result ?? null) };
}

function hang(): Promise<never> {
  return new Promise(() => setInterval(() => undefined, 1000));
}
