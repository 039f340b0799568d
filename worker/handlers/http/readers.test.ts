import { describe, expect, test } from "vitest";
import { excerptOf } from "./excerpt.ts";
import { parseInnerJson } from "./inner-json.ts";
import { judgeStatus } from "./judge-status.ts";
import { valueAt } from "./value-at.ts";

describe("JSON inside text", () => {
  test.each([
    ["bare", ' {"label": "letter"}\n', { label: "letter" }],
    ["fenced", '```json\n{"label": "letter"}\n```', { label: "letter" }],
    ["fenced without a language, with words around", 'Here it is:\n```\n[1, 2]\n```\nAnything else?', [1, 2]],
    ["fenced, with Windows line ends", '```JSON\r\n{"a": 1}\r\n```', { a: 1 }],
    ["with backticks in it", '{"code": "```js\\nx\\n```"}', { code: "```js\nx\n```" }],
    ["a word alone", "letter", undefined],
    ["cut short", '```json\n{"label": "let\n```', undefined],
    ["nothing", "", undefined],
  ])("%s", (_, text, want) => {
    expect(parseInnerJson(text)).toEqual(want);
  });
});

describe("what a service says", () => {
  test.each([
    ["OpenAI", '{"error": {"message": "Invalid image.", "type": "invalid_request_error"}}', "Invalid image."],
    ["FastAPI", '{"detail": [{"loc": ["body"], "msg": "x", "message": "field required"}]}', "field required"],
    ["problem+json", '{"title": "Unfit", "detail": "The page is blank"}', "The page is blank"],
    ["text", "no marks\nat all", "no marks"],
    ["control characters", "a\u001b[31mb\u0007", "a [31mb"],
    ["a page for browsers", "<!DOCTYPE html><html><body>413</body></html>", ""],
    ["nothing", "", ""],
  ])("%s", (_, body, want) => {
    expect(excerptOf(Buffer.from(body))).toBe(want);
  });

  test("is cut", () => {
    expect(excerptOf(Buffer.from("x".repeat(5000)))).toHaveLength(301);
  });
});

test("a value is found by its path, and only among its own", () => {
  const value = { choices: [{ message: { content: "c" } }], "my stage": { a: null } };
  expect(valueAt(value, ["choices", 0, "message", "content"])).toBe("c");
  expect(valueAt(value, ["my stage", "a"])).toBeNull();
  for (const path of [["choices", 1], ["choices", 0, "message", "content", 0, "x"], ["toString"], ["__proto__"], ["choices", "length"]]) expect([path, valueAt(value, path)?.toString().slice(0, 1)]).toEqual([path, path.at(-1) === "length" ? "1" : undefined]);
});

test.each([
  [[200, 201, 204], "taken"],
  [[429, 503], "later"],
  [[408, 425, 502, 504], "broken"],
  [[500, 501, 507, 520, 599], "failed"],
  [[401, 407, 301, 302, 307, 308, 101], "misconfigured"],
  [[400, 402, 403, 404, 409, 413, 415, 422], "rejected"],
])("%s: %s", (statuses, want) => {
  expect(statuses.map(judgeStatus)).toEqual(statuses.map(() => want));
});
