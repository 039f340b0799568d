import fc from "fast-check";
import { expect, test } from "vitest";
import { type OcrResult, ocrResult } from "../../../contract/handlers/ocr-result.ts";
import { Tally, toPageResult } from "./tally.ts";

const pageText = fc.oneof(
  fc.record({ from: fc.constant("ocr" as const), text: fc.string({ minLength: 1 }), confidence: fc.float({ min: 0, max: 100, noNaN: true }) }),
  fc.record({ from: fc.constant("textLayer" as const), text: fc.string({ minLength: 1 }) }),
  fc.record({ from: fc.constant("blank" as const), text: fc.constant("") }),
);

function addUp(results: readonly OcrResult[]): OcrResult {
  const tally = new Tally();
  for (const result of results) tally.add(result);
  return tally.toResult();
}

test("parts add up to what the whole gives, confidence to a tenth", () => {
  fc.assert(
    fc.property(fc.array(pageText, { minLength: 1, maxLength: 30 }), fc.integer({ min: 1, max: 10 }), (texts, pagesPerPart) => {
      const pages = texts.map((text, index) => toPageResult(index + 1, text));
      const whole = addUp(pages);
      const parts = Array.from({ length: Math.ceil(pages.length / pagesPerPart) }, (_, part) => addUp(pages.slice(part * pagesPerPart, (part + 1) * pagesPerPart)));
      const joined = addUp(parts);
      expect({ ...joined, confidence: 0 }).toEqual({ ...whole, confidence: 0 });
      expect(Math.abs((joined.confidence ?? 0) - (whole.confidence ?? 0))).toBeLessThanOrEqual(0.11);
      expect(whole.textLayerPages + whole.ocrPages + whole.blankPages).toBe(whole.pages);
      expect(ocrResult.parse(whole)).toEqual(whole);
    }),
  );
});

test("details are kept for a few pages only, so that a result stays under 1 KiB", () => {
  const page = (number: number): OcrResult => toPageResult(number, { from: "ocr", text: "x".repeat(9999), confidence: 88.88 });
  const numbers = [1, 2, 3, 4, 5, 6, 7, 8];
  expect(JSON.stringify(addUp(numbers.map(page))).length).toBeLessThan(1024);
  expect(addUp(numbers.map(page)).pageDetails).toHaveLength(8);
  expect(addUp([...numbers, 9].map(page)).pageDetails).toBeUndefined();
});
