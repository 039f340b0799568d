import { describe, expect, it } from "vitest";
import { handlerOptions } from "./handler-options.ts";

describe("handlerOptions", () => {
  it("keeps any object of JSON values as it is", () => {
    const options = { languages: ["eng"], nested: { a: null, b: 1.5, c: [true, ""] } };
    expect(handlerOptions.parse(options)).toEqual(options);
  });

  it.each([["a list", []], ["text", "eng"], ["nothing", null], ["a date", { at: new Date(0) }], ["no number", { rate: Number.NaN }], ["a function", { f: () => 1 }]])(
    "refuses %s",
    (_name, value) => {
      expect(handlerOptions.safeParse(value).success).toBe(false);
    },
  );

  it("counts bytes, not characters", () => {
    expect(handlerOptions.safeParse({ a: "x".repeat(4000) }).success).toBe(true);
    expect(handlerOptions.safeParse({ a: "é".repeat(4000) }).success).toBe(false);
  });

  it("ends on values that contain themselves, and on anchors that unfold without end", () => {
    const endless: Record<string, unknown> = {};
    endless["self"] = endless;
    const wide = Array.from({ length: 12 }).reduce<unknown>((inner) => Array.from({ length: 10 }, () => inner), "lol");
    expect(handlerOptions.safeParse(endless).success).toBe(false);
    expect(handlerOptions.safeParse({ wide }).success).toBe(false);
  });
});
