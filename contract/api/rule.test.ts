import { expect, it } from "vitest";
import { z } from "zod";
import { celRulesOf, immutable, withRules } from "./rule.ts";

const range = z.object({ low: z.int(), high: z.int() }).meta({ description: "A range." });
const ordered = withRules(range, [{ cel: "self.low <= self.high", message: "must be at least `low`", at: "high", holds: (value) => value.low <= value.high }]);

it("a rule is held in local mode, at the field that it names", () => {
  expect(ordered.safeParse({ low: 1, high: 2 }).success).toBe(true);
  expect(ordered.safeParse({ low: 2, high: 1 }).error?.issues).toMatchObject([{ path: ["high"], message: "must be at least `low`" }]);
});

it("a rule stands in the schema of the API server, beside what was said before", () => {
  expect(celRulesOf(ordered)).toEqual([{ rule: "self.low <= self.high", message: "must be at least `low`", fieldPath: ".high" }]);
  expect(ordered.meta()?.["description"]).toBe("A range.");
});

it("a rule about changes is added to the others and holds nobody up in local mode", () => {
  const fixed = immutable(ordered);
  expect(celRulesOf(fixed).map((rule) => rule.rule)).toEqual(["self.low <= self.high", "self == oldSelf"]);
  expect(fixed.safeParse({ low: 1, high: 2 }).success).toBe(true);
});
