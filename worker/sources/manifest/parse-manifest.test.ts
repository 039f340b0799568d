import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ManifestElement } from "./manifest-element.ts";
import { parseManifest } from "./parse-manifest.ts";

async function parse(content: string | Buffer, pieceBytes = 1 << 16): Promise<ManifestElement[]> {
  const bytes = Buffer.from(content);
  async function* pieces(): AsyncGenerator<Buffer> {
    for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
  }
  return Array.fromAsync(parseManifest(pieces()));
}

const MARK = "\ufeff";

describe("a manifest's format is told by its content", () => {
  test.each([
    ["JSON lines", '{"id":"a"}\n{"id":"b"}\n', [["a", 1], ["b", 2]]],
    ["JSON lines with a byte order mark, CRLF and blank lines", `${MARK}{"id":"a"}\r\n\r\n  \r\n{"id":"b"}`, [["a", 1], ["b", 4]]],
    ["JSON lines with a field that is called documents", '{"id":"a","documents":3}\n{"id":"documents"}', [["a", 1], ["documents", 2]]],
    ["a JSON array", '[\n {"id":"a"},\n {"id":"b"}\n]\n', [["a", 2], ["b", 3]]],
    ["a JSON array with a byte order mark", `${MARK} [{"id":"a"}]`, [["a", 1]]],
    ["an object around the list", '{"id":"p","project":"x","metadata":{"documents":[1]},\n"documents":[{"id":"a"},\r\n{"id":"b"}], "more":1}', [["a", 2], ["b", 3]]],
    ["an object whose first key is the list", '{ "documents" : [ {"id":"a"} ] , "id":"p" }', [["a", 1]]],
    ["CSV", "id,uri\na,x\nb,y\n", [["a", 2], ["b", 3]]],
    ["CSV with a byte order mark, CRLF, quotes and line ends in values", `${MARK}"id",uri\r\n"a","x\r\ny"\r\n\r\n"b","say ""z"""\r\n`, [["a", 2], ["b", 5]]],
    ["CSV with semicolons", "id;uri\na;x,y\n", [["a", 2]]],
    ["CSV with tabs", "id\turi\na\tx,y\n", [["a", 2]]],
    ["nothing", "", []],
    ["blanks", " \n\n", []],
  ])("%s", async (_, content, want) => {
    for (const pieceBytes of [1, 3, 1 << 16]) {
      expect((await parse(content, pieceBytes)).map(({ value, line }) => [Reflect.get(Object(value), "id"), line])).toEqual(want);
    }
  });
});

test("CSV gives its values by the header's names, and no empty ones", async () => {
  expect((await parse('id, uri ,note\n1,,"a, b"\n'))[0]?.value).toEqual({ id: "1", note: "a, b" });
});

describe("a wrong manifest is refused with the place", () => {
  test.each([
    ["a line that is no JSON", '{"id":"a"}\n{"id":"b",}\n', "line 2, column 11: this is not valid JSON"],
    ["an object over several lines", '{\n"id":"a"\n}', "line 1"],
    ["an array that is cut short", '[{"id":"a"},\n{"id":', "line 2: the list of documents is cut short"],
    ["something behind the array", '[{"id":"a"}] [', "what stands before or behind the list of documents is not valid JSON"],
    ["an object with two lists", '{"documents":[{"id":"a"}],"documents":[{"id":"b"}]}', "there is a second `documents`"],
    ["an object without end", '{"documents":[{"id":"a"}]', "what stands before or behind the list"],
    ["CSV with too few values", "id,uri\na,x\nb\n", "line 3: there are 1 values, and the header has 2 columns"],
    ["CSV with a quote that never closes", 'id,uri\na,x\nb,"y\nc,z\n', "line 3: a quote is opened and not closed"],
    ["CSV with a quote in a value", 'id,uri\na,x"y\n', "line 2: a quote stands in the middle of a value"],
    ["CSV with a column twice", "id,uri,id\n", "line 1: the header has the column `id` twice"],
    ["UTF-16", Buffer.from(`${MARK}id,uri\n`, "utf16le"), "the text is UTF-16; save the manifest as UTF-8"],
    ["binary data", Buffer.from("%PDF-1.7\n\0\0"), "neither JSON, JSON lines nor CSV"],
    ["CSV in another encoding", Buffer.from("id,uri\na,x\nb\xe9,y\n", "latin1"), "line 3: the text is not UTF-8; save the manifest as UTF-8"],
    ["JSON in another encoding", Buffer.from('{"id":"a"}\n{"id":"\xe9"}', "latin1"), "line 2: the text is not UTF-8"],
  ])("%s", async (_, content, problem) => {
    for (const pieceBytes of [2, 1 << 16]) {
      await expect(parse(content, pieceBytes)).rejects.toMatchObject({ name: "ManifestProblem", message: expect.stringContaining(problem) });
    }
  });
});

describe("text without end is refused after little of it", () => {
  const MEGABYTE = 1024 * 1024;
  test.each([
    ["a line", '{"id":"a"}\n{"id":"', "line 2: the line is longer than 1048576 bytes"],
    ["an element of an array", '[{"id":"a"},\n{"id":"', "line 2, column 1: the document is longer than 1048576 bytes"],
    ["a CSV value", "id,uri\na,x\nb,", "line 3: the record is longer than 1048576 bytes"],
    ["a quoted CSV value", 'id,uri\na,x\nb,"', "line 3: the record is longer than 1048576 bytes"],
    ["a CSV header", "id,", "line 1: the record is longer than 1048576 bytes"],
    ["what follows an array", "[] ", "more than 1048576 bytes follow the list of documents"],
  ])("%s", async (_, begin, problem) => {
    let given = 0;
    async function* endless(): AsyncGenerator<Buffer> {
      yield Buffer.from(begin);
      for (; given < 64 * MEGABYTE; given += 65_536) yield Buffer.alloc(65_536, "x");
    }
    await expect(Array.fromAsync(parseManifest(endless()))).rejects.toThrow(problem);
    expect(given).toBeLessThan(8 * MEGABYTE);
  });
});

test("whatever the documents are, every format gives them back, wherever pieces end", async () => {
  const text = fc.string({ unit: fc.constantFrom("a", '"', ",", "\\", "[", "]", "{", "}", "é", "𝒳", ";", "'", " ", "\n"), maxLength: 8 });
  const documents = fc.array(fc.record({ id: text.map((id) => `i${id}`), uri: text.map((uri) => `u${uri}`) }), { maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(documents, fc.integer({ min: 1, max: 40 }), async (documents, pieceBytes) => {
      const lines = documents.map((document) => JSON.stringify(document)).join("\n");
      const quote = (value: string): string => `"${value.replaceAll('"', '""')}"`;
      const csv = ["id,uri", ...documents.map(({ id, uri }) => `${quote(id)},${quote(uri)}`)].join("\r\n");
      const contents = [lines, JSON.stringify(documents), JSON.stringify(documents, null, 2), JSON.stringify({ id: "p", documents, project: 1 }), csv];
      for (const content of contents) expect((await parse(content, pieceBytes)).map(({ value }) => value)).toEqual(documents);
    }),
    { numRuns: 150 },
  );
});
