import fc from "fast-check";
import { expect, it } from "vitest";
import { instant } from "./instant.ts";

it("takes every time that a program writes", () => {
  const dates = fc.date({ min: new Date("1970-01-01T00:00:00Z"), max: new Date("9999-12-31T23:59:59Z"), noInvalidDate: true });
  fc.assert(fc.property(dates, (date) => instant().safeParse(date.toISOString()).success));
});

it.each(["2026-11-22T10:00:00Z", "2026-11-22T10:00:00.123456789+05:30", "2024-02-29T00:00:00Z"])("takes %s", (text) => {
  expect(instant().safeParse(text).success).toBe(true);
});

it.each(["2026-11-22", "2026-11-22 10:00:00Z", "2026-02-29T00:00:00Z", "2026-04-31T00:00:00Z", "2026-13-01T00:00:00Z", "2026-11-22T25:00:00Z", "now", ""])(
  "refuses %j",
  (text) => {
    expect(instant().safeParse(text).success).toBe(false);
  },
);
