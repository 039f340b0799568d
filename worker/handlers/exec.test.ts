import { access, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createExecHandler } from "./exec.ts";
import type { HandlerResult } from "./handler.ts";
import { makeFolder, makeTask, type TaskChoices } from "./testing/make-task.ts";

let folder = "";
let remove = async (): Promise<void> => undefined;

beforeEach(async () => {
  ({ folder, remove } = await makeFolder());
});
afterEach(() => remove());

async function runShell(script: string, choices: Partial<TaskChoices<Record<string, unknown>>> = {}): Promise<HandlerResult> {
  const handler = createExecHandler({ command: ["/bin/sh", "-c", script], environment: { POOL_SETTING: "from the pool" } });
  return handler.run(await makeTask({ folder, options: {}, ...choices }));
}

async function isAlive(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  return stat !== "" && !stat.includes(") Z ");
}

async function pidIn(path: string): Promise<number> {
  return vi.waitFor(async () => {
    const pid = Number(await readFile(path, "utf8"));
    expect(pid).toBeGreaterThan(1);
    return pid;
  });
}

describe("what the command gets", () => {
  test("is the request on stdin", async () => {
    const inputPath = join(folder, "scan.bin");
    await writeFile(inputPath, "bytes");
    const result = await runShell("cat", { inputPath, options: { rubric: [1, 2] } });
    expect(result).toMatchObject({
      outcome: "Succeeded",
      result: {
        document: { id: "a/document", index: 3, uri: "volume://scans/a/document", metadata: { case: "384" } },
        inputPath,
        outputDir: join(folder, "output"),
        options: { rubric: [1, 2] },
        earlier: { before: { pages: 2 } },
      },
    });
  });

  test("is the pool's environment, four variables of the worker and a mark, no more", async () => {
    process.env["REAM_TEST_SECRET"] = "hidden";
    const result = await runShell(`printf '"'; env | cut -d= -f1 | sort | tr '\\n' ' '; printf '"'`);
    delete process.env["REAM_TEST_SECRET"];
    const names = result.outcome === "Succeeded" ? String(result.result).trim().split(" ") : [];
    expect(names).toEqual(expect.arrayContaining(["PATH", "POOL_SETTING"]));
    expect(names.filter((name) => !["PATH", "HOME", "LANG", "TMPDIR", "REAM_COMMAND", "POOL_SETTING", "PWD", "OLDPWD", "SHLVL", "_"].includes(name))).toEqual([]);
  });

  test("may be left unread, however much it is", async () => {
    await expect(runShell("exit 0", { options: { text: "x".repeat(3_000_000) } })).resolves.toMatchObject({ outcome: "Succeeded" });
  });
});

describe("how it ends", () => {
  test.each([
    { name: "exit 65 rejects with the last line of stderr", script: "echo first >&2; printf 'page 2 is \\033[31mupside\\033[0m down\\n\\n' >&2; exit 65", want: { name: "PermanentError", reason: "RejectedByHandler", message: "page 2 is upside down" } },
    { name: "exit 75 asks for another try", script: "echo service is busy >&2; exit 75", want: { name: "RetryableError", reason: "HandlerError", message: "service is busy" } },
    { name: "any other exit fails", script: "echo oops >&2; exit 3", want: { name: "RetryableError", reason: "HandlerError", message: "the command ended with exit code 3: oops" } },
    { name: "a signal is a crash", script: "kill -SEGV $$", want: { name: "RetryableError", reason: "HandlerCrashed", message: "the command was ended by SIGSEGV" } },
    { name: "stdout that is no JSON is an invalid result", script: "echo done", want: { name: "PermanentError", reason: "InvalidResult" } },
    { name: "stdout that is not UTF-8 is an invalid result", script: "printf '\"\\377\"'", want: { name: "PermanentError", reason: "InvalidResult" } },
    { name: "a result without end is cut off", script: "yes", want: { name: "PermanentError", reason: "InvalidResult", message: "the command wrote more than 1048576 bytes to stdout" } },
    { name: "stderr without end is no harm", script: "yes error | head -c 3000000 >&2; exit 65", want: { reason: "RejectedByHandler", message: "error" } },
    { name: "a result nested beyond use is invalid", script: "head -c 200000 /dev/zero | tr '\\0' '['; head -c 200000 /dev/zero | tr '\\0' ']'", want: { name: "PermanentError", reason: "InvalidResult", message: "what the command wrote to stdout is nested deeper than 64 levels" } },
  ])("$name", async ({ script, want }) => {
    await expect(runShell(script)).rejects.toMatchObject(want);
  });

  test("nothing on stdout is no result", async () => {
    expect(await runShell("cat >/dev/null")).toEqual({ outcome: "Succeeded", outputs: [] });
  });

  test("a command that is not installed gives the document back", async () => {
    const handler = createExecHandler({ command: ["ream-no-such-command"] });
    await expect(handler.run(await makeTask({ folder, options: {} }))).rejects.toMatchObject({ name: "UnavailableError", message: expect.stringContaining("`ream-no-such-command`") });
  });

  test("a pool without a command is told so", () => {
    expect(() => createExecHandler({ command: [] })).toThrow("needs the pool's `exec.command`");
  });
});

describe("its files", () => {
  test("become outputs by their names; the only one is what the next stage reads", async () => {
    const result = await runShell(`echo '{"mark": 1}'; echo text > "${folder}/output/txt"`);
    expect(result).toEqual({ outcome: "Succeeded", outputs: [{ file: "txt", suffix: ".txt", primary: true }], result: { mark: 1 } });
  });

  test("among several, the primary one is named so", async () => {
    const result = await runShell(`cd "${folder}/output"; touch marks.json primary.txt`);
    expect(result).toMatchObject({ outputs: [{ suffix: ".marks.json" }, { suffix: ".primary.txt", primary: true }] });
  });

  test.each([
    ["a link", async (output: string) => symlink("/etc/hostname", join(output, "link"))],
    ["a name with odd characters", async (output: string) => writeFile(join(output, "a b"), "")],
  ])("with %s are an invalid result", async (_, leave) => {
    const task = await makeTask({ folder, options: {} });
    await leave(await task.outputFolder());
    const handler = createExecHandler({ command: ["true"] });
    await expect(handler.run(task)).rejects.toMatchObject({ reason: "InvalidResult" });
  });
});

describe("its processes", () => {
  test("end all together when the document's time is over", async () => {
    const stop = new AbortController();
    const run = runShell(`sleep 300 & echo $! > "${folder}/pid"; sleep 300`, { signal: stop.signal });
    const pid = await pidIn(join(folder, "pid"));
    stop.abort(new Error("time is over"));
    await expect(run).rejects.toThrow("time is over");
    await vi.waitFor(async () => expect(await isAlive(pid)).toBe(false));
  });

  test("do not outlive the document in the background", async () => {
    await runShell(`sleep 300 & echo $! > "${folder}/pid"`);
    const pid = await pidIn(join(folder, "pid"));
    await vi.waitFor(async () => expect(await isAlive(pid)).toBe(false));
  });

  test("are not started when the time is over already", async () => {
    await expect(runShell(`touch "${folder}/started"`, { signal: AbortSignal.abort(new Error("late")) })).rejects.toThrow("late");
    await expect(access(join(folder, "started"))).rejects.toThrow();
  });
});
