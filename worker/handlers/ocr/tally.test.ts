import fc from "fast-check";
import { expect, test } from "vitest";
import { type OcrResult, ocrResult } from "../../../contract/handlers/ocr-result.ts";
import { Tally, toPageResult } from "./tally.ts";

const millis = fc.nat(10_000);
const LOW_CONFIDENCE = 60;
const pageText = fc.oneof(
  fc.record({ millis, from: fc.constant("ocr" as const), text: fc.string({ minLength: 1 }), confidence: fc.float({ min: 0, max: 100, noNaN: true }) }),
  fc.record({ millis, from: fc.constant("textLayer" as const), text: fc.string({ minLength: 1 }) }),
  fc.record({ millis, from: fc.constant("blank" as const), text: fc.constant("") }),
);

function addUp(results: readonly OcrResult[]): OcrResult {
  const tally = new Tally();
  for (const result of results) tally.add(result);
  return tally.toResult();
}

test("parts add up to what the whole gives, confidence to a tenth", () => {
  fc.assert(
    fc.property(fc.array(pageText, { minLength: 1, maxLength: 30 }), fc.integer({ min: 1, max: 10 }), (texts, pagesPerPart) => {
      const pages = texts.map((text, index) => toPageResult(index + 1, text, LOW_CONFIDENCE));
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
  const page = (number: number): OcrResult => toPageResult(number, { from: "ocr", text: "x".repeat(9999), confidence: 88.88, engine: "native", turnedDegrees: -12.5, millis: 99_999 }, LOW_CONFIDENCE);
  const numbers = [1, 2, 3, 4, 5, 6];
  expect(JSON.stringify(addUp(numbers.map(page))).length).toBeLessThan(1024);
  expect(addUp(numbers.map(page)).pageDetails).toHaveLength(6);
  expect(addUp([...numbers, 7].map(page)).pageDetails).toBeUndefined();
});

test("pages of low confidence are counted, the worst is named, and they make a warning", () => {
  const page = (number: number, confidence: number): OcrResult => toPageResult(number, { from: "ocr", text: "x", confidence, millis: 1 }, LOW_CONFIDENCE);
  expect(addUp([page(1, 90), page(2, 59.9), page(3, 12), page(4, 60)])).toMatchObject({ lowConfidencePages: 2, worstPage: { page: 3, confidence: 12 }, warnings: ["LowConfidence"] });
  expect(addUp([page(1, 60)])).not.toHaveProperty("warnings");
});
