import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "vitest";

/** A document of its own in a process of its own, as the worker runs it. */
function runInChild(options: object): ReturnType<typeof spawn> {
  const script = `
    const { createSimulateHandler } = await import(${JSON.stringify(new URL("simulate.ts", import.meta.url).href)});
    const { simulateOptions } = await import(${JSON.stringify(new URL("../../contract/handlers/simulate-options.ts", import.meta.url).href)});
    const handler = createSimulateHandler({ inChild: true });
    const task = { document: { id: "a", index: 0 }, attempt: 1, options: simulateOptions.parse(${JSON.stringify(options)}), signal: AbortSignal.timeout(60_000) };
    process.stdout.write("started");
    await handler.run(task).catch((error) => { process.stderr.write(error.reason); process.exit(9); });
  `;
  return spawn(process.execPath, ["--no-warnings", "--experimental-strip-types", "--input-type=module", "-e", script], { stdio: ["ignore", "pipe", "pipe"] });
}

test("a crash ends the process without a word", async () => {
  const child = runInChild({ crashPercent: 100 });
  expect(await once(child, "exit")).toEqual([null, "SIGKILL"]);
});

test("a hang keeps the process so busy that only a kill ends it", async () => {
  const child = runInChild({ hangPercent: 100 });
  await once(child.stdout ?? child, "data");
  child.kill("SIGKILL");
  expect(await once(child, "exit")).toEqual([null, "SIGKILL"]);
});

test("memory is really taken, up to the stated bound", async () => {
  const child = runInChild({ memoryPercent: 100, memoryMiB: 64 });
  let said = "";
  child.stderr?.on("data", (chunk: Buffer) => (said += chunk.toString()));
  expect(await once(child, "close")).toEqual([9, null]);
  expect(said).toBe("OutOfMemory");
});
