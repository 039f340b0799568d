import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { makeFolder } from "../testing/make-task.ts";

test("a command ends when the process that ran it is killed", async () => {
  const { folder, remove } = await makeFolder();
  const pidFile = join(folder, "pid");
  const script = `
    const { runCommand } = await import(${JSON.stringify(new URL("run-command.ts", import.meta.url).href)});
    const args = ["-c", 'echo $$ > "$0"; sleep 300', ${JSON.stringify(pidFile)}];
    await runCommand({ command: "/bin/sh", args, environment: { PATH: process.env.PATH }, stdin: "", maxStdoutBytes: 10, signal: AbortSignal.timeout(20_000) });
  `;
  const parent = spawn(process.execPath, ["--no-warnings", "--experimental-strip-types", "--input-type=module", "-e", script], { stdio: "inherit" });
  const pid = await vi.waitFor(async () => {
    const written = Number(await readFile(pidFile, "utf8"));
    expect(written).toBeGreaterThan(1);
    return written;
  }, 4000);
  parent.kill("SIGKILL");
  await once(parent, "exit");
  await vi.waitFor(async () => expect(await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "gone")).toMatch(/gone|\) Z /), 4000);
  await remove();
});
