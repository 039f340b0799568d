import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { IDENTITY, type LayoutWord } from "../page-layout.ts";
import { HOCR_FORMAT } from "./hocr-format.ts";
import { invisibleText } from "./invisible-text.ts";
import { decodePageRecord, encodePageRecord, type PageRecord } from "./page-record.ts";
import { TEXT_FORMAT } from "./text-format.ts";
import { TSV_FORMAT } from "./tsv-format.ts";

function word(text: string, place: readonly [block: number, paragraph: number, line: number], left: number): LayoutWord {
  const [block, paragraph, line] = place;
  return { block, paragraph, line, text, confidence: 91.25, box: { left, top: 10 * line, right: left + 40, bottom: 10 * line + 8 } };
}

const WORDS = [word("Dear", [1, 1, 1], 10), word("<Sir>", [1, 1, 1], 60), word("&co", [1, 1, 2], 10), word("Yours", [2, 1, 1], 10)];
const PAGE: PageRecord = { page: 3, from: "ocr", text: "Dear <Sir>\n&co\n\nYours", confidence: 91.3, engine: "native", millis: 12, layout: { width: 600, height: 800, dpi: 150, toPage: IDENTITY, words: WORDS } };
const BLANK: PageRecord = { page: 1, from: "blank", text: "", millis: 0 };

describe("text", () => {
  test("separates pages by form feeds, blank ones too", () => {
    expect([BLANK, { ...PAGE, page: 2 }].map(TEXT_FORMAT.page).join("")).toBe("\n\fDear <Sir>\n&co\n\nYours\n");
  });
});

describe("TSV", () => {
  test("has a row for the page, and each block, paragraph, line and word", () => {
    const rows = TSV_FORMAT.page(PAGE).trimEnd().split("\n").map((row) => row.split("\t"));
    expect(TSV_FORMAT.begin).toBe("level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n");
    expect(rows.map(([level]) => level)).toEqual(["1", "2", "3", "4", "5", "5", "4", "5", "2", "3", "4", "5"]);
    expect(rows.every((row) => row.length === 12)).toBe(true);
    expect(rows[0]).toEqual(["1", "3", "0", "0", "0", "0", "0", "0", "600", "800", "-1", ""]);
    expect(rows[1]).toEqual(["2", "3", "1", "0", "0", "0", "10", "10", "90", "18", "-1", ""]);
    expect(rows[5]).toEqual(["5", "3", "1", "1", "1", "2", "60", "10", "40", "8", "91.25", "<Sir>"]);
  });

  test("of a page that was turned has its boxes where they are on the page", () => {
    const rows = TSV_FORMAT.page({ ...PAGE, layout: { width: 800, height: 600, toPage: [0, 1, -1, 0, 800, 0], words: WORDS.slice(0, 1) } });
    expect(rows.trimEnd().split("\n").at(-1)?.split("\t").slice(6, 10)).toEqual(["782", "10", "8", "40"]);
  });

  test("of a blank page has the page", () => {
    expect(TSV_FORMAT.page(BLANK)).toBe("1\t1\t0\t0\t0\t0\t0\t0\t0\t0\t-1\t\n");
  });
});

describe("hOCR", () => {
  test("holds each word once, escaped, with its box and confidence", () => {
    const markup = HOCR_FORMAT.page(PAGE);
    expect(markup).toContain('<div class="ocr_page" id="page_3" title="bbox 0 0 600 800; ppageno 2; scan_res 150 150">');
    expect(markup).toContain('<span class="ocrx_word" id="word_3_1_1_1_2" title="bbox 60 10 100 18; x_wconf 91">&lt;Sir&gt;</span>');
    expect(markup).toContain('<p class="ocr_par" id="par_3_1_1" title="bbox 10 10 100 28">');
    expect(markup.match(/ocrx_word/g)).toHaveLength(4);
  });

  test("whatever the text is, it is well-formed and without markup of the document's own", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "binary" }), { maxLength: 5 }), (texts) => {
        const words = texts.map((text, index) => word(text, [1, 1, 1], index * 50));
        const markup = HOCR_FORMAT.page({ ...PAGE, layout: { width: 600, height: 800, toPage: IDENTITY, words } });
        const inner = [...markup.matchAll(/x_wconf 91">([^<]*)<\/span>/g)].map(([, text]) => text ?? "");
        expect(inner).toHaveLength(words.length);
        for (const text of inner) expect(text).not.toMatch(/[<>"'\p{Cc}]|&(?!amp;|lt;|gt;|quot;|#39;)/u);
        expect(markup.isWellFormed()).toBe(true);
      }),
    );
  });
});

describe("invisible text", () => {
  const show = (words: readonly LayoutWord[], toPage = IDENTITY): string => invisibleText({ width: 600, height: 800, toPage, words }, { toUser: [1, 0, 0, -1, 0, 800], font: "F" });
  const matrices = (text: string): number[][] => [...text.matchAll(/Tz (.*) Tm/g)].map(([, numbers = ""]) => numbers.split(" ").map(Number));

  test("stands where the word is, stretched to its width, with a space before the next", () => {
    expect(show(WORDS.slice(0, 2))).toBe("q BT 3 Tr\n/F 8 Tf 250 Tz 1 0 0 1 10 782 Tm <00440065006100720020> Tj\n/F 8 Tf 200 Tz 1 0 0 1 60 782 Tm <003c005300690072003e> Tj\nET Q\n");
  });

  test("of a slanting line is straight, its middle where the word's is", () => {
    const radians = (5 * Math.PI) / 180;
    const [matrix = []] = matrices(show(WORDS.slice(0, 1), [Math.cos(radians), Math.sin(radians), -Math.sin(radians), Math.cos(radians), 0, 0]));
    expect(matrix.slice(0, 4)).toEqual([1, 0, 0, 1]);
  });

  test("of a page on its side runs as the page's lines do", () => {
    expect(matrices(show(WORDS.slice(0, 1), [0, 1, -1, 0, 600, 0]))[0]?.slice(0, 4)).toEqual([0, -1, 1, 0]);
  });

  test("of no words is nothing", () => {
    expect(show([])).toBe("");
  });
});

describe("the record of a page", () => {
  test("comes back as it was, on one line", () => {
    const record = { ...PAGE, text: "a\u2028b\u2029c\nd" };
    expect(encodePageRecord(record).trimEnd()).not.toMatch(/[\n\u2028\u2029]/);
    expect(decodePageRecord(encodePageRecord(record))).toEqual(record);
  });

  test.each(["", "{", "[]", '{"page":0}', JSON.stringify({ ...PAGE, from: "elsewhere" })])("that is none is told apart: %s", (line) => {
    expect(decodePageRecord(line)).toBeUndefined();
  });
});
