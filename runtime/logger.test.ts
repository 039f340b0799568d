import { expect, test } from "vitest";
import { createLogger, hideUrlSecrets, type LogKeys, serializeError } from "./logger.ts";

function logged(write: (logger: ReturnType<typeof createLogger>) => void): Record<string, unknown> {
  const lines: string[] = [];
  write(createLogger({ component: "local", level: "debug", destination: { write: (line) => lines.push(line) } }));
  return JSON.parse(lines[0] ?? "{}");
}

test("a line has time, level as a word, component, message and the agreed keys", () => {
  const keys: LogKeys = { kind: "BatchJob", name: "scans", index: 3 };
  expect(logged((logger) => logger.info(keys, "started"))).toMatchObject({ level: "info", component: "local", message: "started", name: "scans", index: 3 });
  expect(logged((logger) => logger.info("x"))["time"]).toMatch(/^\d{4}-\d\d-\d\dT/);
});

test("secrets are hidden, at the top and further down", () => {
  const line = JSON.stringify(logged((logger) => logger.info({ password: "hunter2", s3: { secretAccessKey: "hunter2", deep: { token: "hunter2" } }, headers: { a: "hunter2" } }, "x")));
  expect(line).not.toContain("hunter2");
});

test("an error is logged with its causes and nothing that hangs on it", () => {
  const error = Object.assign(new Error("outer", { cause: new Error("inner") }), { code: "EIO", request: { headers: { authorization: "hunter2" } } });
  const line = logged((logger) => logger.error({ err: error }, "failed"));
  expect(line["err"]).toMatchObject({ type: "Error", message: "outer", code: "EIO", cause: { message: "inner" } });
  expect(JSON.stringify(line)).not.toContain("hunter2");
});

test("causes in a circle end", () => {
  const error = new Error("a");
  error.cause = error;
  expect(JSON.stringify(serializeError(error)).length).toBeGreaterThan(0);
});

test.each([
  ["user and password", "get https://me:pw@host/a failed", "get https://[hidden]@host/a failed"],
  ["a signed query", 'at "https://host/a.pdf?X-Amz-Signature=abc" again', 'at "https://host/a.pdf?[hidden]" again'],
  ["nothing to hide", "see https://host/a", "see https://host/a"],
])("an address loses %s", (_, text, want) => {
  expect(hideUrlSecrets(text)).toBe(want);
});
