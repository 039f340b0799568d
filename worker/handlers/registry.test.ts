import { afterEach, beforeEach, expect, test } from "vitest";
import { createHandler } from "./registry.ts";
import { makeFolder, makeTask } from "./testing/make-task.ts";

let folder = "";
let remove = async (): Promise<void> => undefined;

beforeEach(async () => {
  ({ folder, remove } = await makeFolder());
});
afterEach(() => remove());

test.each([
  ["orc", "did you mean `ocr`?"],
  ["http", "handler `http` needs the pool's `http.url`"],
  ["exec", "handler `exec` needs the pool's `exec.command`"],
])("handler %s cannot be had, and the message says why", async (handler, message) => {
  await expect(createHandler({ handler, inChild: false })).rejects.toThrow(message);
});

test.each(["ocr", "preprocessing", "validation", "nlp", "simulate"])("handler %s can be had, and closed twice without having been opened", async (name) => {
  const handler = await createHandler({ handler: name, inChild: false });
  expect(handler.name).toBe(name);
  await handler.close?.();
  await handler.close?.();
});

test("options are judged and get their defaults on the way", async () => {
  const handler = await createHandler({ handler: "simulate", inChild: false });
  await expect(handler.run(await makeTask({ folder, options: undefined }))).resolves.toEqual({ outcome: "Succeeded" });
  await expect(handler.run(await makeTask({ folder, options: { skipPercent: 100 } }))).resolves.toMatchObject({ outcome: "Skipped" });
});

test("options of another version give the document back", async () => {
  const handler = await createHandler({ handler: "simulate", inChild: false });
  const run = handler.run(await makeTask({ folder, options: { milis: 3 } }));
  await expect(run).rejects.toMatchObject({ name: "UnavailableError", message: expect.stringContaining("options.milis: unknown option; did you mean `millis`?") });
});

test("the command of `exec` is the pool's", async () => {
  const handler = await createHandler({ handler: "exec", exec: { command: ["echo", "[1]"] }, inChild: true });
  await expect(handler.run(await makeTask({ folder, options: { command: ["false"] } }))).resolves.toMatchObject({ result: [1] });
});
