/** Unions as Kubernetes wants them: every member optional, and a rule that exactly one is there. */
import type { z } from "zod";
import { withRules } from "./rule.ts";

/** The object with the rule that exactly one of its optional `members` is given. */
export function exactlyOne<S extends z.ZodObject>(schema: S, members: readonly (keyof S["shape"] & string)[]): S {
  const cel = `[${members.map((member) => `has(self.${member})`).join(", ")}].exists_one(given, given)`;
  const message = `must have exactly one of ${members.map((member) => `\`${member}\``).join(", ")}`;
  return withRules(schema, [{ cel, message, holds: (value) => members.filter((member) => isGiven(value, member)).length === 1 }]);
}

function isGiven(value: unknown, member: string): boolean {
  return typeof value === "object" && value !== null && Reflect.get(value, member) !== undefined;
}
