import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findXmlProblem } from "./xml-grammar.ts";

describe("well-formed XML has no problem", () => {
  test.each([
    '<?xml version="1.0" encoding="UTF-8"?>\n<!-- a -- is not here --->'.replace(" -- is not here -", " comment ") + "<a/>",
    "<a b='1' c=\"x > y\"><b/>text &amp; &#169; &#xA9;</a>",
    "<!DOCTYPE note [<!ENTITY x \"y\">]><note>&x;</note>",
    "<a><![CDATA[ <b> ]] & ]]></a>",
    "<ns:größe ns:maß='1'>ü</ns:größe>\n",
    "<a><?php echo 1 ?></a>",
  ])("%s", (xml) => {
    expect(findXmlProblem(xml)).toBeUndefined();
  });

  const element: fc.Arbitrary<string> = fc.letrec<{ element: string }>((tie) => ({
    element: fc
      .record({ name: fc.constantFrom("a", "b-c", "x:y"), attribute: fc.constantFrom("", ' k="v"', " k='&lt;'"), inner: fc.array(fc.oneof({ depthSize: "small" }, fc.constantFrom("text", "&gt;", "<!-- c -->"), tie("element")), { maxLength: 3 }) })
      .map(({ name, attribute, inner }) => `<${name}${attribute}>${inner.join("")}</${name}>`),
  })).element;

  test("any tree of elements; and not when its last character is missing", () => {
    fc.assert(fc.property(element, (xml) => findXmlProblem(xml) === undefined && findXmlProblem(xml.slice(0, -1)) !== undefined));
  });
});

test.each([
  ["elements that cross", "<a><b></a></b>", "line 1: `a` is closed, but was not open last"],
  ["an element that is not closed", "<a>\n<b>\n</b>", "line 3: `a` is not closed"],
  ["a second root", "<a/>\n<b/>", "line 2: there is a second root element"],
  ["text outside", "<a/>hello", "line 1: there is text outside of the root element"],
  ["a bare ampersand", "<a>x & y</a>", "line 1: this is no element, comment or text"],
  ["a bare attribute", "<a b></a>", "line 1: this is no element, comment or text"],
  ["nothing", "  \n", "there is no element"],
])("%s is told with its line", (_, xml, want) => {
  expect(findXmlProblem(xml)).toBe(want);
});

test("hostile text takes no time: long names, spaces, attributes, dashes and depth", () => {
  const long = 300_000;
  const startMs = performance.now();
  for (const xml of [`<${"a".repeat(long)}`, `<a${" ".repeat(long)}!`, `<a${" b='1'".repeat(long)}!`, `<!--${"-x".repeat(long)}`, "<a>".repeat(long), `<a>${"]".repeat(long)}`, `<![CDATA[${"]".repeat(long)}`, `<a b="${"&amp;".repeat(long)}`]) {
    expect(findXmlProblem(xml)).toEqual(expect.any(String));
  }
  expect(performance.now() - startMs).toBeLessThan(5000);
});
