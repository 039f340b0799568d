import fc from "fast-check";
import { expect, test } from "vitest";
import { lastLine } from "./last-line.ts";

test.each([
  ["the last line that says something", "one\ntwo\n\n  \n", "two"],
  ["no colours", "\u001b[31mred\u001b[0m", "red"],
  ["a progress bar's last state", "10%\r50%\r100%", "100%"],
  ["nothing when nothing was said", "", ""],
])("a message has %s", (_, output, want) => {
  expect(lastLine(Buffer.from(output))).toBe(want);
});

test("a message is one bounded line without control characters, whatever bytes came", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => {
      const line = lastLine(bytes);
      expect(line.length).toBeLessThanOrEqual(300);
      expect(line).not.toMatch(/\p{Cc}/u);
      expect(line.isWellFormed()).toBe(true);
    }),
  );
});
