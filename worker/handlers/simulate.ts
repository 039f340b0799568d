/**
 * Handler `simulate`: pretends to work, for trying things out and for load tests. What happens to a document is drawn
 * from the seed, its id and the attempt, so every run of a job ends the same.
 */
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { SimulateOptions } from "../../contract/handlers/simulate-options.ts";
import { PermanentError, RetryableError } from "../errors.ts";
import type { Handler, HandlerResult, HandlerTask, JoinPart } from "./handler.ts";
import { drawFate, type Fate } from "./simulate/draw-fate.ts";
import { blockForMillis, crash, eatMemory, hang } from "./simulate/misbehave.ts";
import { makeResult, OUTPUT, OUTPUT_FILE, writeOutput } from "./simulate/produce.ts";

type Task = HandlerTask<SimulateOptions>;

/** Shared by all documents that leave nothing behind: at 0 ms this handler must cost nothing beside the worker's own work. */
const PLAIN_SUCCESS: HandlerResult = { outcome: "Succeeded" };

/** `inChild`: the handler has a process of its own, so crashes, hangs and memory are real. Else they are reported. */
export function createSimulateHandler({ inChild }: { readonly inChild: boolean }): Handler<SimulateOptions> {
  return { name: "simulate", needsInput: false, run: (task) => run(task, inChild), join: joinParts };
}

async function run(task: Task, inChild: boolean): Promise<HandlerResult> {
  const { options, signal } = task;
  const isWhole = task.part === undefined;
  if (isWhole && options.splitParts > 0) return { outcome: "Split", parts: options.splitParts, pagesPerPart: 1, pages: options.splitParts };
  if (options.millis > 0) await delay(options.millis, undefined, { signal });
  if (options.blockMillis > 0) blockForMillis(options.blockMillis);
  const documentId = isWhole ? task.document.id : `${task.document.id}#${task.part.part}`;
  const fate = drawFate({ options, documentId, attempt: task.attempt });
  return fate === "succeed" ? succeed(task, documentId) : suffer(fate, task, inChild);
}

async function succeed(task: Task, documentId: string): Promise<HandlerResult> {
  const { resultBytes, outputBytes } = task.options;
  if (resultBytes === 0 && outputBytes === 0) return PLAIN_SUCCESS;
  const result = resultBytes > 0 ? { result: makeResult(resultBytes) } : {};
  if (outputBytes === 0) return { outcome: "Succeeded", ...result };
  await writeOutput({ folder: await task.outputFolder(), documentId, bytes: outputBytes, signal: task.signal });
  return { outcome: "Succeeded", outputs: [OUTPUT], ...result };
}

function suffer(fate: Exclude<Fate, "succeed">, { options, attempt, signal }: Task, inChild: boolean): Promise<HandlerResult> | HandlerResult {
  switch (fate) {
    case "skip":
      return { outcome: "Skipped", message: "simulated" };
    case "reject":
      throw new PermanentError("RejectedByHandler", "simulated: the document is unfit");
    case "fail":
      throw new RetryableError("HandlerError", `simulated: attempt ${attempt} failed`);
    case "hang":
      return hang({ inChild, signal });
    case "crash":
      return crash({ inChild, signal });
    case "memory":
      return eatMemory(options.memoryMiB, { inChild, signal });
  }
}

/** The parts' files one after the other. */
async function joinParts(task: Task, parts: readonly JoinPart[]): Promise<HandlerResult> {
  const paths = parts.flatMap((part) => part.path ?? []);
  if (paths.length === 0) return succeed({ ...task, options: { ...task.options, outputBytes: 0 } }, task.document.id);
  const file = await open(join(await task.outputFolder(), OUTPUT_FILE), "w");
  try {
    for (const path of paths) for await (const chunk of createReadStream(path, { signal: task.signal })) await file.writeFile(chunk);
  } finally {
    await file.close();
  }
  return { outcome: "Succeeded", outputs: [OUTPUT], result: { parts: parts.length } };
}
