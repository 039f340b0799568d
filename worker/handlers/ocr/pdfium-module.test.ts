import { expect, test } from "vitest";
import { startPdfium } from "./pdfium-module.ts";

const MIB = 1024 * 1024;

test("the library's memory does not grow over its limit, and that is known", async () => {
  const { module, memory } = await startPdfium(64 * MIB);
  expect(module.wasmExports.malloc(16 * MIB)).not.toBe(0);
  expect(memory.wasExceeded).toBe(false);
  expect(module.wasmExports.malloc(64 * MIB)).toBe(0);
  expect(memory.wasExceeded).toBe(true);
  expect(module.HEAPU8.length).toBeLessThanOrEqual(64 * MIB);
});

test("nothing of an instance stays on the global object", async () => {
  const before = Object.getOwnPropertyNames(globalThis);
  await startPdfium(64 * MIB);
  expect(Object.getOwnPropertyNames(globalThis)).toEqual(before);
});
