import { describe, expect, test } from "vitest";
import { manifestDocument } from "../../../contract/wire/manifest.ts";
import { toDocument, type ToDocumentOptions } from "./to-document.ts";

const FIELDS = { id: "id", uri: "uri", group: "group", metadata: [] };

function read(value: unknown, options: Partial<ToDocumentOptions> = {}): unknown {
  const document = toDocument({ value, line: 7 }, { fields: FIELDS, needsInput: false, resolveUri: (uri) => uri, ...options });
  expect(manifestDocument.parse(document)).toEqual(document);
  return document;
}

describe("a manifest's element becomes a document", () => {
  test.each([
    ["with all its fields", { id: "a", uri: "u", group: "g/h", metadata: { case: "384" } }, { id: "a", uri: "u", group: "g/h", metadata: { case: "384" } }],
    ["without what is not there, null or empty", { id: "a", uri: "", group: null }, { id: "a" }],
    ["without fields that nobody asked for", { id: "a", pages: 3 }, { id: "a" }],
    ["with numbers as they are written", { id: 384, group: 1.5, metadata: { n: 2, isNew: true, none: null } }, { id: "384", group: "1.5", metadata: { n: "2", isNew: "true" } }],
  ])("%s", (_, value, want) => {
    expect(read(value)).toEqual(want);
  });

  test("by the names that the job gives its fields", () => {
    const fields = { id: "document_uuid", uri: "file_path", group: "class", metadata: ["case", "metadata"] };
    expect(read({ document_uuid: "a", file_path: "f", class: "g", case: 384, id: "no", metadata: "text" }, { fields })).toEqual({ id: "a", uri: "f", group: "g", metadata: { case: "384", metadata: "text" } });
  });

  test("with fields that are called like properties of every object", () => {
    expect(() => read({}, { fields: { ...FIELDS, id: "constructor" } })).toThrow("no `constructor`");
    expect(() => read(JSON.parse('{"id":"a","metadata":{"__proto__":"x"}}'))).toThrow("no entry called __proto__");
  });
});

describe("a wrong element is refused with its line and a remedy", () => {
  test.each([
    ["no object", "a.pdf", "line 7: a document must be an object"],
    ["a list", ["a"], "line 7: a document must be an object"],
    ["no id", { document_uuid: "a", file_path: "b" }, "line 7: the document has no `id`; its fields are `document_uuid`, `file_path`. Name the right one in source.manifest.fields.id"],
    ["an empty id", { id: "" }, "line 7: the document has no `id`"],
    ["an id that is no text", { id: ["a"] }, "line 7: `id` must be text, and is a list"],
    ["an id that is a truth value", { id: true }, "line 7: `id` must be text, and is a boolean"],
    ["a number that has lost digits", { id: 2 ** 60 }, "line 7: `id` is a number that is too large to keep all its digits"],
    ["an id that is too long", { id: "x".repeat(1025) }, "line 7: `id` is longer than 1024 characters"],
    ["control characters", { id: "a\nb" }, "line 7: `id` has control characters"],
    ["half a character", { id: "a\ud800" }, "line 7: `id` has half of a surrogate pair"],
    ["an address that is too long", { id: "a", uri: "x".repeat(4097) }, "line 7: `uri` is longer than 4096 characters"],
    ["a group of the wrong type", { id: "a", group: {} }, "line 7: `group` must be text, and is an object"],
    ["metadata of the wrong type", { id: "a", metadata: [1] }, "line 7: `metadata` must be an object, and is a list"],
    ["metadata in metadata", { id: "a", metadata: { b: {} } }, "line 7: `metadata.b` must be text, and is an object"],
    ["too much metadata", { id: "a", metadata: Object.fromEntries(Array.from({ length: 65 }, (_, i) => [`k${i}`, "v"])) }, "line 7: `metadata` does not fit"],
  ])("%s", (_, value, problem) => {
    expect(() => read(value)).toThrow(problem);
  });

  test("no address, where the job reads bytes", () => {
    expect(() => read({ id: "a", file_path: "b" }, { needsInput: true })).toThrow("line 7: the document has no `uri`; its fields are `id`, `file_path`. Name the right one in source.manifest.fields.uri");
  });
});
