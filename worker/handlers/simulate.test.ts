import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { simulateOptions, type SimulateOptions } from "../../contract/handlers/simulate-options.ts";
import { createSimulateHandler } from "./simulate.ts";
import { drawFate } from "./simulate/draw-fate.ts";
import { makeFolder, makeTask } from "./testing/make-task.ts";

const handler = createSimulateHandler({ inChild: false });
let folder = "";
let remove = async (): Promise<void> => undefined;

beforeEach(async () => {
  ({ folder, remove } = await makeFolder());
});
afterEach(() => remove());

function options(chosen: Partial<SimulateOptions> = {}): SimulateOptions {
  return simulateOptions.parse(chosen);
}

describe("what happens to a document", () => {
  test("is the same in every run, and differs between attempts only where an attempt can be lucky", () => {
    const chosen = fc.record({ seed: fc.nat(), documentId: fc.string(), attempt: fc.integer({ min: 1, max: 50 }) });
    fc.assert(
      fc.property(chosen, ({ seed, documentId, attempt }) => {
        const rates = options({ seed, failPercent: 20, rejectPercent: 20, skipPercent: 20, hangPercent: 10, crashPercent: 10, memoryPercent: 10 });
        const fate = drawFate({ options: rates, documentId, attempt });
        expect(drawFate({ options: rates, documentId, attempt })).toBe(fate);
        if (fate === "reject" || fate === "skip") expect(drawFate({ options: rates, documentId, attempt: attempt + 1 })).toBe(fate);
      }),
    );
  });

  test("follows the rates", () => {
    const rates = options({ seed: 7, rejectPercent: 10, failPercent: 25, crashPercent: 5 });
    const fates = Array.from({ length: 20_000 }, (_, index) => drawFate({ options: rates, documentId: `doc-${index}`, attempt: 1 }));
    const share = (fate: string): number => (100 * fates.filter((drawn) => drawn === fate).length) / fates.length;
    expect(share("reject")).toBeCloseTo(10, -0.5);
    // Of the nine tenths that are not rejected.
    expect(Math.abs(share("fail") - 22.5)).toBeLessThan(1.5);
    expect(Math.abs(share("crash") - 4.5)).toBeLessThan(1);
  });

  test("another seed gives other fates", () => {
    const fatesOf = (seed: number): string => Array.from({ length: 50 }, (_, index) => drawFate({ options: options({ seed, failPercent: 50 }), documentId: `${index}`, attempt: 1 })).join();
    expect(fatesOf(1)).not.toBe(fatesOf(2));
  });

  test("the first attempts fail when told to, whatever the rates", () => {
    const fates = [1, 2, 3].map((attempt) => drawFate({ options: options({ failFirstAttempts: 2 }), documentId: "a", attempt }));
    expect(fates).toEqual(["fail", "fail", "succeed"]);
  });
});

describe("running", () => {
  test("with default options succeeds at once and leaves nothing", async () => {
    await expect(handler.run(await makeTask({ folder, options: options() }))).resolves.toEqual({ outcome: "Succeeded" });
  });

  test.each([
    { rates: { rejectPercent: 100 }, name: "PermanentError", reason: "RejectedByHandler" },
    { rates: { failPercent: 100 }, name: "RetryableError", reason: "HandlerError" },
    { rates: { crashPercent: 100 }, name: "RetryableError", reason: "HandlerCrashed" },
    { rates: { memoryPercent: 100 }, name: "RetryableError", reason: "OutOfMemory" },
  ])("$rates in the worker's own process ends with $reason", async ({ rates, name, reason }) => {
    await expect(handler.run(await makeTask({ folder, options: options(rates) }))).rejects.toMatchObject({ name, reason });
  });

  test("a hanging document ends when its time is over", async () => {
    const run = handler.run(await makeTask({ folder, options: options({ hangPercent: 100 }), signal: AbortSignal.timeout(20) }));
    await expect(run).rejects.toMatchObject({ name: "TimeoutError" });
  });

  test("a waiting document ends when its time is over", async () => {
    const run = handler.run(await makeTask({ folder, options: options({ millis: 60_000 }), signal: AbortSignal.timeout(20) }));
    await expect(run).rejects.toMatchObject({ name: "AbortError" });
  });

  test("leaves a file and a result of the stated sizes, the same each time", async () => {
    const task = await makeTask({ folder, options: options({ resultBytes: 300, outputBytes: 100_000 }) });
    const first = await handler.run(task);
    const bytes = await readFile(join(folder, "output", "simulate.txt"));
    expect(first).toMatchObject({ outcome: "Succeeded", outputs: [{ file: "simulate.txt", primary: true }] });
    expect(first.outcome === "Succeeded" && JSON.stringify(first.result)).toHaveLength(300);
    expect(bytes).toHaveLength(100_000);
    expect(await handler.run(task)).toEqual(first);
    expect(await readFile(join(folder, "output", "simulate.txt"))).toEqual(bytes);
  });

  test("splits a whole document, works on its parts, and joins them in order", async () => {
    const split = options({ splitParts: 2, outputBytes: 5 });
    const part = { part: 1, firstPage: 1, endPage: 2 };
    expect(await handler.run(await makeTask({ folder, options: split }))).toEqual({ outcome: "Split", parts: 2, pagesPerPart: 1, pages: 2 });
    expect(await handler.run(await makeTask({ folder, options: split, part }))).toMatchObject({ outcome: "Succeeded" });
    const paths = [join(folder, "part-0"), join(folder, "part-1")];
    await Promise.all(paths.map((path, index) => writeFile(path, `part ${index};`)));
    await handler.join?.(await makeTask({ folder, options: split }), paths.map((path, index) => ({ part: index, path })));
    expect(await readFile(join(folder, "output", "simulate.txt"), "utf8")).toBe("part 0;part 1;");
  });
});
