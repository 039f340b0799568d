/** hOCR: HTML whose classes and titles say where on the page the words are (http://kba.github.io/hocr-spec/1.2/). */
import { boxAround, boxOnPage, type Box, groupNeighbours, type LayoutWord, type Matrix } from "../page-layout.ts";
import type { PageFormat } from "./page-format.ts";
import type { PageRecord } from "./page-record.ts";

const BEGIN = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en" lang="en">
 <head>
  <title></title>
  <meta http-equiv="Content-Type" content="text/html;charset=utf-8"/>
  <meta name="ocr-system" content="ream"/>
  <meta name="ocr-capabilities" content="ocr_page ocr_carea ocr_par ocr_line ocrx_word ocrp_wconf"/>
 </head>
 <body>
`;

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

export const HOCR_FORMAT: PageFormat = { file: "page.hocr", suffix: ".hocr", begin: BEGIN, page: formatPage, end: " </body>\n</html>\n" };

const HOLDERS = [
  { element: "div", name: "ocr_carea", id: "block" },
  { element: "p", name: "ocr_par", id: "par" },
  { element: "span", name: "ocr_line", id: "line" },
] as const;

function formatPage({ page, layout }: PageRecord): string {
  const { width = 0, height = 0, dpi, words = [], toPage } = layout ?? {};
  const resolution = dpi === undefined ? "" : `; scan_res ${dpi} ${dpi}`;
  const title = `bbox 0 0 ${width} ${height}; ppageno ${page - 1}${resolution}`;
  const inner = toPage === undefined ? "" : formatGroup(words, { toPage, place: [page] });
  return `  <div class="ocr_page" id="page_${page}" title="${title}">\n${inner}  </div>\n`;
}

interface Level {
  readonly toPage: Matrix;
  /** Numbers of page, block, paragraph, line, as far as known. */
  readonly place: readonly number[];
}

function formatGroup(words: readonly LayoutWord[], { toPage, place }: Level): string {
  const depth = place.length - 1;
  const holder = HOLDERS[depth];
  const indent = " ".repeat(place.length + 2);
  if (holder === undefined) return words.map((word, index) => `${indent}${formatWord(word, { toPage, place: [...place, index + 1] })}\n`).join("");
  return groupNeighbours(words, (word) => placeOf(word)[depth] ?? 0)
    .map((group) => {
      const level = { toPage, place: [...place, placeOf(group[0])[depth] ?? 0] };
      const title = toTitle(boxAround(group.map((word) => boxOnPage(word.box, toPage))));
      return `${indent}<${holder.element} class="${holder.name}" id="${holder.id}_${level.place.join("_")}" title="${title}">\n${formatGroup(group, level)}${indent}</${holder.element}>\n`;
    })
    .join("");
}

function formatWord({ text, box, confidence = 100 }: LayoutWord, { toPage, place }: Level): string {
  const title = `${toTitle(boxOnPage(box, toPage))}; x_wconf ${Math.round(confidence)}`;
  return `<span class="ocrx_word" id="word_${place.join("_")}" title="${title}">${escapeMarkup(text)}</span>`;
}

function placeOf(word: LayoutWord | undefined): readonly number[] {
  return word === undefined ? [] : [word.block, word.paragraph, word.line];
}

function toTitle({ left, top, right, bottom }: Box): string {
  return `bbox ${left} ${top} ${right} ${bottom}`;
}

/** Recognised text is the document's, so it is not trusted. XML has no control characters. */
function escapeMarkup(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[\p{Cc}\uFFFE\uFFFF]/gu, "")
    .replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? "");
}
