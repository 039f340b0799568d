import { posix } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { outputKey, outputName, stageFolder } from "./document-paths.ts";

describe("names of a document's files", () => {
  test.each([
    ["an id that is a plain path stays as it is", "2024/march/scan 1.pdf", "2024/march/scan 1.pdf.txt"],
    ["letters of any script stay as they are", "Страница/ページ-é.pdf", "Страница/ページ-é.pdf.txt"],
    ["a lone percent sign stays as it is", "100%.pdf", "100%.pdf.txt"],
    ["what reads like an encoded character is encoded", "a%2Fb", "a%252Fb.txt"],
    ["a parent folder is no way out", "../../etc/passwd", ".%2E/.%2E/etc/passwd.txt"],
    ["a single dot is a name", "./a", "%2E/a.txt"],
    ["a leading slash is an empty segment", "/etc/passwd", "%2F/etc/passwd.txt"],
    ["doubled and trailing slashes are empty segments", "a//b/", "a/%2F/b/%2F.txt"],
    ["a backslash is no separator", "a\\..\\b", "a%5C..%5Cb.txt"],
    ["control characters are encoded", "a\u0000\n\u007f\u0085b", "a%00%0A%7F%C2%85b.txt"],
    ["dots and spaces at the end are encoded", "a./b ", "a%2E/b%20.txt"],
    ["half a surrogate pair is encoded", "a\ud800b", "a%ED%A0%80b.txt"],
    ["a folder named like Ream's state is moved aside", ".ream/ledger", "%2Eream/ledger.txt"],
    ["a folder named like Ream's stages is moved aside, in any case", ".STAGES/ocr/a", "%2ESTAGES/ocr/a.txt"],
    ["a folder named like a file of Ream's is moved aside", "summary.json/a", "%73ummary.json/a.txt"],
    ["the same names below the top are nobody's", "a/.ream/results.jsonl", "a/.ream/results.jsonl.txt"],
    ["a URL is a path like any other", "https://host/a?b=1", "https:/%2F/host/a?b=1.txt"],
  ])("%s", (_, id, want) => {
    expect(outputName(id, ".txt")).toBe(want);
  });

  test("a file that would bear the name of Ream's own is moved aside, with its suffix seen", () => {
    expect(outputName("results", ".jsonl")).toBe("%72esults.jsonl");
    expect(outputName("Results", ".JSONL")).toBe("%52esults.JSONL");
    expect(outputName("summary.json", ".txt")).toBe("summary.json.txt");
  });

  test("a long segment keeps its beginning, and its suffix fits", () => {
    const name = outputName(`${"п".repeat(200)}.pdf`, ".txt");
    expect(name).toMatch(/^п{20,}%7E[0-9a-f]{32}\.txt$/);
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
    expect(outputName("x".repeat(251), ".txt")).toBe(`${"x".repeat(251)}.txt`);
  });

  test("a long path keeps its first folders", () => {
    const name = outputName("папка/".repeat(300), ".txt");
    expect(name).toMatch(/^(папка\/)+%7E[0-9a-f]{32}\.txt$/);
  });

  test("a suffix that would leave no room is refused", () => {
    expect(() => outputName("a", `.${"x".repeat(200)}`)).toThrow(RangeError);
  });
});

/** Ids made of what goes wrong with names, and of anything. */
const piece = fc.constantFrom("a", "A", "é", "e\u0301", "É", ".", "..", "/", "//", "%", "%2", "%7E", "%2E", "%25", "\\", " ", "\u0000", "\n", "\ud800", "\udc00", "ς", "Σ", "ß", "results.jsonl", ".ream", ".stages", "x".repeat(130), "ж".repeat(100), "/f".repeat(300));
const id = fc.oneof(fc.array(piece, { minLength: 1, maxLength: 8 }).map((pieces) => pieces.join("")), fc.string({ unit: "binary", minLength: 1 }), fc.string({ minLength: 1 }));
const suffix = fc.constantFrom(".txt", ".jsonl", ".ocr.pdf", "");

describe("whatever the id is", () => {
  test("its file lies inside the output, in segments that file systems take", () => {
    fc.assert(
      fc.property(id, suffix, (id, suffix) => {
        const name = outputName(id, suffix);
        expect(posix.join("/output", name)).toBe(`/output/${name}`);
        expect(name.isWellFormed()).toBe(true);
        expect(name).not.toMatch(/[\u0000-\u001f\u007f\\]/);
        for (const segment of name.split("/")) {
          expect(Buffer.byteLength(segment)).toBeGreaterThan(0);
          expect(Buffer.byteLength(segment)).toBeLessThanOrEqual(255);
          expect([".", ".."]).not.toContain(segment);
        }
        expect(Buffer.byteLength(name)).toBeLessThanOrEqual(2048 + 128);
      }),
      { numRuns: 2000 },
    );
  });

  test("it never takes a name of Ream's own", () => {
    fc.assert(
      fc.property(id, suffix, (id, suffix) => {
        expect(["results.jsonl", "failures.jsonl", "summary.json", ".ream", ".stages"]).not.toContain(outputName(id, suffix).split("/")[0]?.toLowerCase());
      }),
      { numRuns: 2000 },
    );
  });

  test("two ids share a name only where they are one id, and a name but for case only where their keys are equal", () => {
    fc.assert(
      fc.property(id, id, suffix, (left, right, suffix) => {
        const [leftName, rightName] = [outputName(left, suffix), outputName(right, suffix)];
        if (left !== right) expect(leftName).not.toBe(rightName);
        if (leftName.normalize("NFC").toLowerCase() === rightName.normalize("NFC").toLowerCase()) expect(outputKey(left)).toBe(outputKey(right));
      }),
      { numRuns: 5000 },
    );
  });

  test("ids near to each other keep names of their own", () => {
    const near = id.chain((left) => fc.tuple(fc.constant(left), fc.nat(left.length), piece).map(([text, at, more]) => [text, text.slice(0, at) + more + text.slice(at)] as const));
    fc.assert(
      fc.property(near, ([left, right]) => {
        expect(outputName(left, ".txt")).not.toBe(outputName(right, ".txt"));
      }),
      { numRuns: 5000 },
    );
  });
});

describe("keys", () => {
  test.each([
    ["case", "A.pdf", "a.PDF"],
    ["composition", "é.pdf", "e\u0301.pdf"],
    ["the form of sigma", "ΛΌΓΟΣ", "λόγος"],
  ])("do not tell %s apart", (_, left, right) => {
    expect(outputKey(left)).toBe(outputKey(right));
  });

  test.each([
    ["a separator and its encoding", "a/b", "a%2Fb"],
    ["letters that only look alike", "ılık", "ilik"],
    ["a path and the same with an empty segment", "a/b", "a//b"],
    ["sharp s and double s", "Straße", "Strasse"],
  ])("tell %s apart", (_, left, right) => {
    expect(outputKey(left)).not.toBe(outputKey(right));
  });
});

test("a stage's folder lies under the stages, whatever the stage is called", () => {
  expect(stageFolder("text")).toBe(".stages/text/");
  expect(stageFolder("..")).toBe(".stages/.%2E/");
  expect(stageFolder("a/../..")).toBe(".stages/a%5C..%5C.%2E/");
});
