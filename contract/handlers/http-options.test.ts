import { describe, expect, test } from "vitest";
import { judgeOptions } from "./handler-options.ts";
import { parseTemplateText } from "./http-template.ts";

function problemsOf(options: unknown): string[] {
  const judged = judgeOptions("http", options);
  return judged.ok ? [] : judged.problems.map(({ path, message }) => `${path}: ${message}`);
}

describe("options of http", () => {
  test("without any, the document's bytes are posted and the answer is JSON", () => {
    const judged = judgeOptions("http", undefined);
    expect(judged.ok && judged.options).toMatchObject({ body: "file", answer: "json", resultPath: "", parse: "none", output: "none", longText: "reject" });
  });

  test("a chat completion is options and nothing more", () => {
    const template = { model: "m", messages: [{ role: "user", content: "Which kind?\n{{text}} ({{metadata.case?}}, {{earlier.ocr.pages}})" }], temperature: 0, stop: null };
    expect(problemsOf({ body: "template", template, resultPath: "choices[0].message.content", parse: "json" })).toEqual([]);
  });

  test.each([
    ["a template without its body", { template: {} }, "template: must be given for body template, and only for it"],
    ["its body without a template", { body: "template" }, "template: must be given for body template, and only for it"],
    ["a placeholder that is none, with its place", { body: "template", template: { messages: [{ content: "{{txt}}" }] } }, "template.messages[0].content: `{{txt}}` is no placeholder; must be one of {{text}}"],
    ["code", { body: "template", template: ["{{process.env.HOME}}"] }, "template[0]: `{{process.env.HOME}}` is no placeholder"],
    ["metadata without a name", { body: "template", template: "{{metadata}}" }, "template: `{{metadata}}` must say which: `{{metadata.NAME}}`"],
    ["a field of text", { body: "template", template: "{{text.length}}" }, "template: `{{text}}` has no fields"],
    ["a deep template", { body: "template", template: JSON.parse(`${"[".repeat(100)}${"]".repeat(100)}`) as unknown }, "template: must not be nested deeper than 32 levels"],
    ["a path that is none", { resultPath: "choices[" }, "resultPath: must be a path such as `choices[0].message.content`"],
    ["a path into text", { answer: "text", resultPath: "a" }, "resultPath: must go with answer json"],
    ["an output of nothing", { answer: "ignore", output: "json" }, "output: must go with answer json or text"],
    ["JSON inside a file", { answer: "file", parse: "json" }, "parse: must go with answer json or text"],
    ["a suffix that leaves the folder", { answer: "file", outputSuffix: ".a/../b" }, "outputSuffix: must begin with a dot"],
    ["a suffix for no file", { outputSuffix: ".a" }, "outputSuffix: must go with `output`, or with answer file"],
    ["a media type with a second header", { contentType: "text/plain\r\nx: y" }, "contentType: must be a media type"],
    ["headers, which are the pool's", { headers: { Authorization: "x" } }, "headers: unknown option"],
    ["an address, which is the pool's", { url: "http://x/" }, "url: unknown option"],
  ])("%s", (_, options, want) => {
    expect(problemsOf(options)).toEqual([expect.stringContaining(want)]);
  });
});

describe("texts of a template", () => {
  test("are text and placeholders in turn", () => {
    expect(parseTemplateText("a {{ text }}{{metadata.x?}} {b} }}")).toEqual({
      ok: true,
      pieces: [
        "a ",
        { name: "text", path: [], isOptional: false, written: "text" },
        { name: "metadata", path: ["x"], isOptional: true, written: "metadata.x?" },
        " {b} }}",
      ],
    });
  });

  test("braces that never close are text", () => {
    expect(parseTemplateText("{{text")).toEqual({ ok: true, pieces: ["{{text"] });
  });
});
