import { expect, test } from "vitest";
import { tellTextType } from "./tell-text-type.ts";

test.each([
  ["an object", '{"a": 1}', "application/json"],
  ["a list", "[1, 2]", "application/json"],
  ["a list of words of JSON", "[true]", "application/json"],
  ["JSON that breaks off", '{"a": [1, ', "application/json"],
  ["JSON behind a byte order mark", '\ufeff{"a": 1}', "application/json"],
  ["settings with a heading", "[server]\nport=1\n", "text/plain"],
  ["objects line by line", '{"a":1}\n{"a":2}\n', "application/x-ndjson"],
  ["XML without a declaration", "<note><to>you</to></note>", "application/xml"],
  ["a web page", "<!DOCTYPE html>\n<html>", "text/html"],
  ["a drawing", "<?xml version='1.0'?><svg xmlns='x'/>", "image/svg+xml"],
  ["a table", "id,name\n1,Ann\n2,Ben\n", "text/csv"],
  ["a table with semicolons and quotes", 'id;name\n1;"Ann; Lee"\n2;Ben\n', "text/csv"],
  ["a table with tabs", "id\tname\n1\tAnn\n", "text/csv"],
  ["a letter with a comma in each line", "Dear Sir, hello\nAll is well, thanks\n", "text/plain"],
  ["a single line", "a,b,c", "text/plain"],
  ["an inequality", "< 5 is small\n", "text/plain"],
])("%s", (_, text, want) => {
  expect(tellTextType(Buffer.from(text))).toBe(want);
});

test("text of two bytes a character is told as well", () => {
  expect(tellTextType(Buffer.from('\ufeff{"a": 1}', "utf16le"))).toBe("application/json");
});

test("an older encoding is text, and bytes that no text has are not", () => {
  expect(tellTextType(Buffer.from("café", "latin1"))).toBe("text/plain");
  expect(tellTextType(Buffer.from([65, 66, 0, 67]))).toBeUndefined();
  expect(tellTextType(Buffer.from([1, 2, 3]))).toBeUndefined();
});
