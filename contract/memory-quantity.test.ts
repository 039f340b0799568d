import { expect, test } from "vitest";
import { toMemoryBytes } from "./memory-quantity.ts";

test.each([
  ["1Gi", 1_073_741_824],
  ["512Mi", 536_870_912],
  ["1.5G", 1_500_000_000],
  ["100", 100],
  ["1e6", 1_000_000],
  ["100m", 1],
  ["64Ki", 65_536],
  ["", undefined],
  ["1GiB", undefined],
  ["-1Gi", undefined],
  ["lots", undefined],
])("%s is %s bytes", (quantity, want) => {
  expect(toMemoryBytes(quantity)).toBe(want);
});
