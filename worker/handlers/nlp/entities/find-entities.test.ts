import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findEntities, kindsOf } from "./find-entities.ts";
import { takeIban } from "./iban.ts";

function found(text: string, language = "en"): string[] {
  return findEntities(text, language, []).map(({ kind, start, end }) => `${kind} ${text.slice(start, end).replaceAll(/\s+/g, " ")}`);
}

const of = (kind: string, text: string): string[] => found(text).filter((each) => each.startsWith(`${kind} `)).map((each) => each.slice(kind.length + 1));

describe("what is found", () => {
  test.each([
    ["EMAIL", "Write to a.b+c@mail.example.org, or <x_y@z.de>.", ["a.b+c@mail.example.org", "x_y@z.de"]],
    ["EMAIL", "no@where, @home.de, a@b@c.de, a b@.de", []],
    ["URL", "See https://a.example/b?c=d#e. Or (www.b.example/x_(y)), www.", ["https://a.example/b?c=d#e", "www.b.example/x_(y)"]],
    ["PHONE", "+44 1632 960 983, 01632 960120, (555) 010-0199, +1 212-555-0147, 07700900461, 0441/5550-123", ["+44 1632 960 983", "01632 960120", "(555) 010-0199", "+1 212-555-0147", "07700900461", "0441/5550-123"]],
    ["PHONE", "2025-11-30, 01.07.2025, 1,234,567, 10:30-12:45, 0.12345678, 4711 0815, €0 1234 5678", []],
    ["IBAN", "GB29 NWBK 6016 1331 9268 19 and DE89370400440532013000; NL91 ABNA 0417 1643 00 BIC", ["GB29 NWBK 6016 1331 9268 19", "DE89370400440532013000", "NL91 ABNA 0417 1643 00"]],
    ["IBAN", "GB29 NWBK 6016 1331 9268 18 (a wrong digit), XX89370400440532013000, DE8937040044053201300", []],
    ["REFERENCE", "INV-2026-0417, HB-114/B, GB927165804, A-2025/121", ["INV-2026-0417", "HB-114/B", "GB927165804", "A-2025/121"]],
    ["REFERENCE", "A4, WELL-KNOWN, 2026-04-17, 12/34, COVID-19, H1GH, MP3", []],
    ["MONEY", "£2,340.00, $1.2 million, US$ 48.3 million, EUR 87.00, 1.217,37 EUR, 45p, 20 dollars, 2 189,00 €, CHF 1'250.50, £1OO", ["£2,340.00", "$1.2 million", "US$ 48.3 million", "EUR 87.00", "1.217,37 EUR", "45p", "20 dollars", "2 189,00 €", "CHF 1'250.50", "£1OO"]],
    ["MONEY", "EUROPE 12, 45pm, 12 pages, A$", []],
    ["PERCENT", "20%, 1.5 %, 4 per cent, 7.5 percent, -3%", ["20%", "1.5 %", "4 per cent", "7.5 percent", "-3%"]],
    ["HASHTAG", "#repair #ZeroWaste #1 a#b ##c", ["#repair", "#ZeroWaste"]],
    ["MENTION", "@westmere_tools, a@b, (@Iris.Fixes).", ["@westmere_tools", "@Iris.Fixes"]],
    ["EMOJI", "done 🎉 👍🏽 👨‍👩‍👧 1 ©", ["🎉", "👍🏽", "👨‍👩‍👧"]],
    ["DATE", "3 March 2026; Tuesday, 14 October 2025; March 31, 2026; 1st of July; 2025-11-30; 12/01/2026; 01.07.25; Oct. 28, 2025", ["3 March 2026", "Tuesday, 14 October 2025", "March 31, 2026", "1st of July", "2025-11-30", "12/01/2026", "01.07.25", "Oct. 28, 2025"]],
    ["DATE", "in March; since 1998; between 1871 and 1874; November 2025; Friday; the 1990s; spring 2025; 17th\nFebruary", ["March", "1998", "1871", "1874", "November 2025", "Friday", "1990s", "spring 2025", "17th February"]],
    ["DATE", "You may go. They march on. 99/99/9999, 31-31-2020, of 1950 birds, version 1.2.3, No. 1999", []],
    ["TIME", "10:30, 8 am, 2.15 pm, 9:00 a.m., 23:59:59, noon, 4 o'clock", ["10:30", "8 am", "2.15 pm", "9:00 a.m.", "23:59:59", "noon", "4 o'clock"]],
    ["TIME", "25:00, 1:2, 3.15, 13 am, John 3:16:20:1", []],
    ["DURATION", "30 days, 36-month, 1.5 hours, 41,000 hours, half an hour, within a week, 10 working days", ["30 days", "36-month", "1.5 hours", "41,000 hours", "half an hour", "a week", "10 working days"]],
    ["DURATION", "£985 a month, per hour, 30 daylilies", []],
    ["ORDINAL", "the first, 3rd, twenty-second and eleventh; 10 per second", ["first", "3rd", "twenty-second", "eleventh"]],
    ["CARDINAL", "12 of 5,000 in 2.4 miles, 3 million", ["12", "5,000", "2.4", "3 million"]],
    ["CARDINAL", "A4, 5L, x2, 1.2.3, 12:30, £5, 7%", []],
  ])("%s in %j", (kind, text, want) => {
    expect(of(kind, text)).toEqual(want);
  });

  test("nothing goes on behind the end of a paragraph or page", () => {
    expect(found("The 3\n\nMarch 2026 issue; 5\fMay")).toEqual(["CARDINAL 3", "DATE March 2026", "CARDINAL 5"]);
  });

  test("no number of a date or telephone is told twice", () => {
    expect(found("Call +44 1632 960 983 on 3 March 2026 at 10:30.")).toEqual(["PHONE +44 1632 960 983", "DATE 3 March 2026", "TIME 10:30"]);
  });

  test("in other languages what is written alike everywhere is found, and days are not taken for telephones", () => {
    expect(found("Am 03.03.2026 um 10:30 Uhr 640,00 EUR, 19 %, RE-2026-0188, +49 441 5550 1234", "de")).toEqual(["MONEY 640,00 EUR", "PERCENT 19 %", "REFERENCE RE-2026-0188", "PHONE +49 441 5550 1234"]);
    expect(kindsOf("de").notInThisLanguage).toEqual(["DATE", "TIME", "DURATION", "ORDINAL", "CARDINAL"]);
    expect(kindsOf("de", ["EMAIL", "DATE"])).toEqual({ found: ["EMAIL"], notInThisLanguage: ["DATE"] });
    expect(kindsOf("en", ["EMAIL", "DATE"])).toEqual({ found: ["EMAIL", "DATE"], notInThisLanguage: [] });
  });

  test("a number in words takes the figures in it", () => {
    const text = "some 3 hundred and five men";
    expect(findEntities(text, "en", [{ kind: "CARDINAL", start: 5, end: 23 }])).toEqual([{ kind: "CARDINAL", start: 5, end: 23 }]);
  });
});

test("one changed digit of an IBAN is found out", () => {
  const iban = "GB29NWBK60161331926819";
  expect(takeIban(iban)).toBe(iban);
  fc.assert(
    fc.property(fc.integer({ min: 2, max: iban.length - 1 }), fc.constantFrom(..."0123456789"), (at, digit) => {
      const changed = iban.slice(0, at) + digit + iban.slice(at + 1);
      expect(takeIban(changed)).toBe(changed === iban ? iban : undefined);
    }),
  );
});

test("entities are in order, without overlap, and inside the text", () => {
  const piece = fc.constantFrom("3 March ", "2026", "£", "1,000", " ", "\n", "INV-", "0123 ", "a@b.de", "https://x.y", "10:30", "pm", "%", "GB29 NWBK 6016 1331 9268 19", "first", "#x", "@y", "🎉", "days");
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const text = pieces.join("");
      let end = 0;
      for (const entity of findEntities(text, "en", [])) {
        expect(entity.start).toBeGreaterThanOrEqual(end);
        expect(entity.end).toBeGreaterThan(entity.start);
        end = entity.end;
      }
      expect(end).toBeLessThanOrEqual(text.length);
    }),
  );
});

test("time is linear in the text, whatever is repeated", () => {
  const repeated = ["1", "1 ", "0123 ", "1.", "1,111,", "a@", "a.", "www.", "http://a", "#a", "A1-", "GB29 ", "£1 ", "£", "March ", "in 19", "(", "' ", "a-", "+1 ", "(1)", "\n", " \n ", "1/1/", "half ", "Mon ", "twenty-", "00:", "🎉", "👨‍"];
  const slow = repeated.flatMap((piece) => {
    const millis = [4000, 32_000].map((length) => Math.min(...[1, 2, 3].map(() => timeOf(piece.repeat(length / piece.length)))));
    const [short = 0, long = 0] = millis;
    // Eight times the text: quadratic time would be 64 times as long.
    return long > 100 && long > 24 * short ? [`${piece}: ${short} ms, ${long} ms`] : [];
  });
  expect(slow).toEqual([]);
});

function timeOf(text: string): number {
  const start = performance.now();
  findEntities(text, "en", []);
  return performance.now() - start;
}
