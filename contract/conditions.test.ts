import { expect, it } from "vitest";
import { conditions } from "./api/condition.ts";
import { JOB_CONDITIONS, JOB_REASONS, POOL_CONDITIONS, POOL_REASONS } from "./conditions.ts";

const reasons = Object.entries({ ...JOB_REASONS, ...POOL_REASONS });

it("every type and reason fits the schema of a condition", () => {
  const types = [...Object.keys(JOB_CONDITIONS), ...Object.keys(POOL_CONDITIONS)];
  for (const type of types) {
    for (const [reason, { text }] of reasons) {
      const condition = { type, status: "True", lastTransitionTime: "2026-11-22T10:00:00Z", reason, message: text };
      expect(conditions.safeParse([condition]).success, `${type} ${reason}`).toBe(true);
    }
  }
});

it("every reason says in a sentence what is the case", () => {
  expect(reasons.filter(([, { text }]) => !/^[A-Z`].*\.$/.test(text))).toEqual([]);
});
