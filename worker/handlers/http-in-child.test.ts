import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { LogLine } from "../isolation/child-messages.ts";
import { ChildRunner } from "../isolation/child-runner.ts";
import { makeContext, makeDocumentTask } from "../testing/make-document-task.ts";
import { WORKER_SETUP_MODULE, type WorkerSetupData } from "../worker-setup.ts";
import { makeService, type TestService } from "./http/testing/make-service.ts";

let folder = "";
let service: TestService;
let runner: ChildRunner;
const lines: LogLine[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "ream-http-"));
  service = await makeService();
  await writeFile(join(folder, "token"), "Bearer in-a-child");
  await writeFile(join(folder, "a.txt"), "a text");
  const http = { url: service.url, headersFrom: [{ header: "Authorization", secret: "marker", key: "token" }], documentTimeoutSeconds: 4 };
  const data: WorkerSetupData = { handler: "http", http, inChild: true, volumes: { scans: folder }, secrets: { marker: folder } };
  runner = new ChildRunner({ setup: { module: WORKER_SETUP_MODULE, data }, slots: 1, documentTimeoutMs: 4000, recycleAfterDocuments: 1000, onLog: (line) => lines.push(line) });
  await runner.start();
});
afterEach(async () => {
  await runner.stop();
  await service.close();
  await rm(folder, { recursive: true, force: true });
});

test("in a process of its own it calls as well, and what it says of the service reaches the worker's log", async () => {
  const task = { ...makeDocumentTask({}, { context: makeContext({ options: {} }) }), document: { id: "a", index: 0, uri: "volume://scans/a.txt" } };
  await expect(runner.run(0, task)).resolves.toMatchObject({ ending: "Succeeded", result: { ok: true }, engine: `http ${service.host}` });
  expect(service.asked[0]?.headers.authorization).toBe("Bearer in-a-child");
  await service.goDown();
  await expect(runner.run(0, task)).resolves.toEqual({ ending: "Unavailable", message: `service ${service.host}: the service does not answer: the connection was refused` });
  expect(lines).toEqual([{ kind: "log", level: "warn", fields: { service: service.host, problem: "the connection was refused", pauseSeconds: 1 }, message: expect.stringContaining("circuit opened") }]);
});
