import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { JsonCutter } from "./json-cutter.ts";
import { parseJsonElement } from "./parse-json-element.ts";

/** `text` begins behind the array's `[`, and is pushed in pieces that end at `cuts`. */
function cut(text: string, cuts: readonly number[] = [], maxBytes?: number): { values: unknown[]; places: string[]; rest: string } {
  const bytes = Buffer.from(text);
  const cutter = new JsonCutter({ line: 1, column: 2, ...(maxBytes === undefined ? {} : { maxBytes }) });
  const ends = [...new Set(cuts.map((at) => at % (bytes.length + 1)))].sort((left, right) => left - right);
  const elements = [...ends, bytes.length].flatMap((end, i) => cutter.push(bytes.subarray(ends[i - 1] ?? 0, end)));
  return { values: elements.map((element) => parseJsonElement(element).value), places: elements.map(({ line, column }) => `${line}:${column}`), rest: cutter.end().toString() };
}

describe("cutting a JSON array", () => {
  test("gives each element with its place", () => {
    expect(cut(`{"a":"],"},\n  [1,2] ,"x\\"," ]\n`)).toEqual({ values: [{ a: "],"}, [1, 2], 'x",'], places: ["1:2", "2:3", "2:10"], rest: "\n" });
  });

  test("takes an empty array", () => {
    expect(cut(" \n ]")).toEqual({ values: [], places: [], rest: "" });
  });

  test("keeps what comes behind the array", () => {
    expect(cut(`1], "id": "x"}`).rest).toBe(`, "id": "x"}`);
  });

  test.each([
    ["a comma at the end", "1,]", "line 1, column 4: there is a comma without a document"],
    ["two commas", "1,\n,2]", "line 2, column 1: there is a comma without a document"],
    ["no end", "1,\n2", "line 2: the list of documents is cut short: its `]` is missing"],
    ["a string without end", '"a', "cut short"],
    ["no comma", '{"a":1}\n {"b":2}]', "line 2, column 2: this is not valid JSON"],
    ["a wrong bracket", '{"a":1],2]', "not valid JSON"],
    ["a line end in a string", '{"a":"\n"}]', "line 1, column 8: this is not valid JSON"],
  ])("refuses %s", (_, text, problem) => {
    expect(() => cut(text)).toThrow(problem);
  });

  test("refuses bytes that are no UTF-8", () => {
    const cutter = new JsonCutter({ line: 1, column: 2 });
    const [element] = cutter.push(Buffer.from([0x22, 0xff, 0x22, 0x5d]));
    if (element === undefined) throw new Error("no element was cut");
    expect(() => parseJsonElement(element)).toThrow("line 1: the text is not UTF-8");
  });

  test("refuses an element that is too long before it has all of it", () => {
    const cutter = new JsonCutter({ line: 1, column: 2, maxBytes: 100 });
    cutter.push(Buffer.from('1,\n"'));
    expect(() => cutter.push(Buffer.from("x".repeat(101)))).toThrow("line 2, column 1: the document is longer than 100 bytes");
  });

  test("refuses more than so much behind the array", () => {
    expect(() => cut(`] ${"x".repeat(101)}`, [1], 100)).toThrow("more than 100 bytes follow");
  });
});

const json = fc.jsonValue({ maxDepth: 4, noUnicodeString: false });
const blank = fc.constantFrom("", " ", "\n", "\r\n\t");
const cuts = fc.array(fc.nat(1000), { maxLength: 6 });

test("whatever the elements are, and wherever the pieces end, they are those of JSON.parse", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(blank, json, blank), { maxLength: 6 }), cuts, (elements, cuts) => {
      const text = elements.map(([before, value, after]) => before + JSON.stringify(value) + after).join(",");
      expect(cut(`${text}]`, cuts).values).toEqual(JSON.parse(`[${text}]`));
    }),
    { numRuns: 1000 },
  );
});

test("whatever the text is, it is taken exactly where JSON.parse takes it", () => {
  const token = fc.constantFrom("[", "]", "{", "}", ",", ":", '"', "\\", "1", "null", " ", "\n", '"a"', '{"a":1}', "[]", '\\"');
  fc.assert(
    fc.property(fc.array(token, { maxLength: 12 }), cuts, (tokens, cuts) => {
      const text = tokens.join("");
      expect(taken(() => cutWhole(text, cuts))).toEqual(taken(() => JSON.parse(`[${text}`)));
    }),
    { numRuns: 20_000 },
  );
});

function cutWhole(text: string, cuts: readonly number[]): unknown[] {
  const { values, rest } = cut(text, cuts);
  JSON.parse(`[]${rest}`);
  return values;
}

function taken(act: () => unknown): unknown {
  try {
    return { value: act() };
  } catch {
    return "refused";
  }
}
