import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { makeFolder } from "../testing/make-task.ts";
import { runCommand } from "./run-command.ts";
import { endStragglers, markCommand } from "./stragglers.ts";

/** Two forks and a session of its own, which it has before the command ends: nothing but its environment tells where it comes from. */
const DAEMON = 'setsid sh -c \'echo $$ > "$0"; exec sleep 300\' "$0" > /dev/null 2>&1 < /dev/null & until [ -s "$0" ]; do sleep 0.01; done; exit 0';

let folder = "";
let remove = async (): Promise<void> => undefined;
beforeEach(async () => {
  ({ folder, remove } = await makeFolder());
});
afterEach(() => remove());

async function readPid(): Promise<number> {
  return vi.waitFor(async () => {
    const pid = Number(await readFile(join(folder, "pid"), "utf8"));
    expect(pid).toBeGreaterThan(1);
    return pid;
  }, 4000);
}

async function expectGone(pid: number): Promise<void> {
  await vi.waitFor(async () => expect(await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "gone")).toMatch(/gone|\) Z /), 4000);
}

function runDaemon(environment: Readonly<Record<string, string>>): Promise<unknown> {
  const args = ["-c", DAEMON, join(folder, "pid")];
  return runCommand({ command: "/bin/sh", args, environment: { PATH: process.env["PATH"] ?? "", ...environment }, stdin: "", maxStdoutBytes: 10, signal: AbortSignal.timeout(20_000) });
}

test.runIf(process.platform === "linux")("a daemon that a command has left ends with it, and no other", async () => {
  const other = markCommand();
  const stays = spawn("sleep", ["300"], { env: { ...process.env, ...other.environment }, detached: true });
  const { mark, environment } = markCommand();
  await runDaemon(environment);
  const pid = await readPid();
  endStragglers(mark);
  await expectGone(pid);
  expect(stays.exitCode).toBeNull();
  stays.kill();
  await once(stays, "exit");
});

test.runIf(process.platform === "linux")("it ends, too, when the process that ran the command is killed", async () => {
  const script = `
    const { runCommand } = await import(${JSON.stringify(new URL("run-command.ts", import.meta.url).href)});
    const { markCommand } = await import(${JSON.stringify(new URL("stragglers.ts", import.meta.url).href)});
    const args = ["-c", ${JSON.stringify(DAEMON.replace("exit 0", "sleep 300"))}, ${JSON.stringify(join(folder, "pid"))}];
    await runCommand({ command: "/bin/sh", args, environment: { PATH: process.env.PATH, ...markCommand().environment }, stdin: "", maxStdoutBytes: 10, signal: AbortSignal.timeout(20_000) });
  `;
  const parent = spawn(process.execPath, ["--no-warnings", "--experimental-strip-types", "--input-type=module", "-e", script], { stdio: "inherit" });
  const pid = await readPid();
  parent.kill("SIGKILL");
  await once(parent, "exit");
  await expectGone(pid);
});
