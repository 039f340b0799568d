/** A task as a slot makes it, for tests. */
import { randomUUID } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DocumentTask, StageContext } from "../document-task.ts";
import { makeEntry } from "./make-entry.ts";

export function makeContext(overrides: Partial<StageContext> = {}): StageContext {
  const { uid, namespace, name, output } = makeEntry();
  return { jobUid: uid, namespace, jobName: name, output, stage: 0, stageNames: ["only"], options: {}, ...overrides };
}

/** `metadata.act` tells the handler of isolation/testing what to do. */
export function makeDocumentTask(metadata: Record<string, string> = {}, overrides: Partial<DocumentTask> = {}): DocumentTask {
  return {
    context: makeContext(),
    document: { id: "a", index: 0, metadata },
    try: 1,
    attempt: 1,
    scratchPath: join(tmpdir(), `ream-test-${randomUUID()}`),
    ...overrides,
  };
}
