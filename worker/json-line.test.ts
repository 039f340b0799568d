import fc from "fast-check";
import { expect, test } from "vitest";
import { toJsonLine } from "./json-line.ts";

test("whatever the value holds, it is one line for every reader of lines, and the same value", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: fc.constantFrom("a", "\u2028", "\u2029", "\n", "\r", '"', "\\") })), (value) => {
      const line = toJsonLine(value);
      expect(line.slice(0, -1)).not.toMatch(/[\n\r\u2028\u2029]/);
      expect(JSON.parse(line)).toEqual(value);
    }),
  );
});
