import { describe, expect, test } from "vitest";
import { HANDLER_NAMES } from "./handler-names.ts";
import { isAvailableHandler, judgeOptions } from "./handler-options.ts";

function problemsOf(handler: string, options: unknown): string[] {
  const judged = judgeOptions(handler, options);
  return judged.ok ? [] : judged.problems.map((problem) => `${problem.path}: ${problem.message}`);
}

describe("judging options", () => {
  test("absent options are all defaults", () => {
    const judged = judgeOptions("ocr", undefined);
    expect(judged.ok && judged.options).toMatchObject({ languages: ["eng"], outputs: ["text"], engine: "auto", dpi: 300, pageTimeoutSeconds: 120 });
  });

  test.each([
    { name: "a misspelt option is suggested", handler: "ocr", options: { langauges: ["eng"] }, want: "langauges: unknown option; did you mean `languages`?" },
    { name: "an option like no other lists what there is", handler: "simulate", options: { zzzzzzzzzz: 1 }, want: "zzzzzzzzzz: unknown option; must be one of seed, millis" },
    { name: "a password is no option", handler: "ocr", options: { password: "x" }, want: "password: unknown option" },
    { name: "an output twice", handler: "ocr", options: { outputs: ["text", "text"] }, want: "outputs: must not name an output twice" },
    { name: "a language is a code, not a path", handler: "ocr", options: { languages: ["../../etc"] }, want: "languages[0]: must be a language code" },
    { name: "a language named twice", handler: "ocr", options: { languages: ["eng", "eng"] }, want: "languages: must not name a language twice" },
    { name: "no language at all", handler: "ocr", options: { languages: [] }, want: "languages: " },
    { name: "a resolution that no page needs", handler: "ocr", options: { dpi: 100000 }, want: "dpi: " },
    { name: "rates over 100 percent", handler: "simulate", options: { failPercent: 60, rejectPercent: 60 }, want: "must add up to at most 100" },
    { name: "one part is no split", handler: "simulate", options: { splitParts: 1 }, want: "splitParts: must be 0 or at least 2" },
    { name: "options of a command that are too large", handler: "exec", options: { text: "x".repeat(5000) }, want: ": must be at most 4096 bytes as JSON" },
    { name: "options that are no object", handler: "exec", options: ["a"], want: ": " },
    { name: "a handler like no other lists what there is", handler: "zzzzzzzzzz", options: {}, want: ": handler `zzzzzzzzzz` is not known; must be `ocr`, " },
    { name: "a misspelt handler", handler: "orc", options: {}, want: "did you mean `ocr`?" },
    { name: "a handler named like a property of every object", handler: "toString", options: {}, want: "handler `toString` is not known" },
  ])("$name", ({ handler, options, want }) => {
    expect(problemsOf(handler, options)).toEqual([expect.stringContaining(want)]);
  });

  test("the options of a command are free", () => {
    const options = { rubric: { a: [1, null, { deep: true }] }, "any key": "ü" };
    expect(judgeOptions("exec", options)).toEqual({ ok: true, options });
  });

  test("deeply nested options are judged without running out of stack", () => {
    const nested: unknown = JSON.parse(`{"a":${"[".repeat(2000)}${"]".repeat(2000)}}`);
    expect(judgeOptions("exec", nested).ok).toBe(true);
  });

  test("options that contain themselves are no JSON", () => {
    const options: Record<string, unknown> = {};
    options["self"] = options;
    expect(problemsOf("exec", options)).toEqual([": must be JSON"]);
  });

  test("all problems are told at once", () => {
    expect(problemsOf("ocr", { dpi: 1, engine: "cloud", page: 3 })).toHaveLength(3);
  });

  test("every handler has its options", () => {
    expect(HANDLER_NAMES.filter((name) => !isAvailableHandler(name))).toEqual([]);
  });
});
