import { describe, expect, test } from "vitest";
import { countPageObjects, forgetPageCounts, forgetTable } from "./pdf-mends.ts";

const bytes = (text: string): Buffer => Buffer.from(text, "latin1");

describe("pages", () => {
  test.each([
    ["two of them, and their tree", "1 0 obj<</Type/Pages/Kids[2 0 R 3 0 R]>>endobj 2 0 obj<</Type/Page>>endobj 3 0 obj<</Type /Page/Parent 1 0 R>>endobj", 2],
    ["words that are no type", "<</PageMode/UseNone/Page 3/PageLabels 4 0 R>>", 0],
    ["nothing", "", 0],
  ])("are counted among %s", (_, text, pages) => {
    expect(countPageObjects(bytes(text))).toBe(pages);
  });

  test("are counted a million times at most", () => {
    expect(countPageObjects(bytes("/Type/Page ".repeat(1_000_001)))).toBe(1_000_000);
  });
});

describe("the count of a tree of pages", () => {
  test("becomes 0, and nothing moves", () => {
    const file = bytes("2 0 obj<</Type/Pages/Count 12/Kids[3 0 R]>>endobj");
    expect(forgetPageCounts(file)).toBe(true);
    expect(file.toString("latin1")).toBe("2 0 obj<</Type/Pages/Count 00/Kids[3 0 R]>>endobj");
  });

  test.each([
    ["an outline's", "2 0 obj<</Type/Outlines/Count 12>>endobj 3 0 obj<</Type/Pages/Kids[]>>endobj"],
    ["a word in a text", "4 0 obj<<>>stream (/Count 12) Tj endstream endobj"],
    ["below zero, which is believed by nobody", "2 0 obj<</Type/Pages/Count -5>>endobj"],
  ])("is left alone where it is %s", (_, text) => {
    const file = bytes(text);
    expect(forgetPageCounts(file)).toBe(false);
    expect(file.toString("latin1")).toBe(text);
  });
});

describe("the table of places", () => {
  test("becomes spaces up to the trailer, and nothing moves", () => {
    const file = bytes("xref of old endobj\nxref\n\u0001\u0002 trailer\n<</Size 4>>");
    expect(forgetTable(file)).toBe(true);
    expect(file.toString("latin1")).toBe("xref of old endobj\n        trailer\n<</Size 4>>");
  });

  test.each([["no objects", "xref trailer"], ["no table", "endobj trailer"], ["no trailer", "endobj xref"], ["nothing", ""]])("is not looked for where there is %s", (_, text) => {
    expect(forgetTable(bytes(text))).toBe(false);
  });
});
