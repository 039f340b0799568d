/** One page: its own text, or recognised. */
import type { OcrOptions } from "../../../contract/handlers/ocr-options.ts";
import type { OcrEngine } from "./engine.ts";
import { type Look, lookAtPage } from "./look-at-page.ts";
import { boxOnPage, compose, IDENTITY, type PageLayout, scaling } from "./page-layout.ts";
import type { PageContent } from "./page-source.ts";
import type { PageText } from "./tally.ts";
import { cleanText } from "./text-layer.ts";

export interface ReadChoices {
  readonly options: OcrOptions;
  /** Called only for pages that need it: a document with text of its own needs no engine and no language. */
  readonly provideEngine: () => Promise<OcrEngine>;
  readonly signal: AbortSignal;
}

type ImageContent = Extract<PageContent, { kind: "image" }>;
type MixedContent = Extract<PageContent, { kind: "mixed" }>;

/** `layout` where somebody wants to know where words are. */
export interface ReadPage extends PageText {
  readonly layout?: PageLayout;
}

export async function readPage(content: PageContent, choices: ReadChoices): Promise<ReadPage> {
  const startMs = performance.now();
  const page = await readContent(content, choices);
  return { ...page, millis: Math.round(performance.now() - startMs) };
}

async function readContent(content: PageContent, choices: ReadChoices): Promise<Omit<ReadPage, "millis">> {
  if (content.kind === "blank") return { from: "blank", text: "", ...layoutOf(content) };
  if (content.kind === "text") return { from: "textLayer", text: content.text, ...layoutOf(content) };
  const engine = await choices.provideEngine();
  const look = await lookAtPage(content.picture, { engine, ...choices });
  if (content.kind === "mixed") return readMixed(content, look, engine);
  const text = cleanText(look.text);
  const layout = toLayout(look, content);
  if (text !== "") return { from: "ocr", text, confidence: look.confidence, engine: engine.kind, layout, ...turnedBy(look) };
  const { ownText = "" } = content;
  return { from: ownText === "" ? "blank" : "textLayer", text: ownText, layout };
}

/** Rubbish that was read out of a picture is worse than nothing. */
const LEAST_CONFIDENCE = 60;

function readMixed(content: MixedContent, look: Look, engine: OcrEngine): Omit<ReadPage, "millis"> {
  const read = cleanText(look.text);
  if (read === "" || look.confidence < LEAST_CONFIDENCE) return { from: "textLayer", text: content.text, ...layoutOf(content) };
  const texts = content.isImageFirst ? [read, content.text] : [content.text, read];
  return { from: "ocr", text: texts.join("\n\n"), confidence: look.confidence, engine: engine.kind, layout: layoutOfMixed(content, look), ...turnedBy(look) };
}

/** The scan's blocks come behind the page's own. */
function layoutOfMixed({ layout, width, height, box, picture: { dpi } }: MixedContent, look: Look): PageLayout {
  const toWhole = compose([1, 0, 0, 1, box.left, box.top], look.toPage);
  const own = layout?.words ?? [];
  const blocks = Math.max(0, ...own.map(({ block }) => block));
  const read = look.words.map((word) => ({ ...word, block: word.block + blocks, box: boxOnPage(word.box, toWhole) }));
  return { width, height, ...(dpi === undefined ? {} : { dpi }), toPage: IDENTITY, words: [...own, ...read] };
}

function layoutOf({ layout }: { readonly layout?: PageLayout }): { layout?: PageLayout } {
  return layout === undefined ? {} : { layout };
}

function turnedBy({ turnedDegrees }: Look): { turnedDegrees?: number } {
  return turnedDegrees === 0 ? {} : { turnedDegrees: Math.round(turnedDegrees * 10) / 10 };
}

function toLayout({ width, height, words, toPage }: Look, { dpi, shrunkBy = 1 }: ImageContent): PageLayout {
  const size = { width: Math.round(width / shrunkBy), height: Math.round(height / shrunkBy) };
  return { ...size, ...(dpi === undefined ? {} : { dpi }), toPage: compose(scaling(1 / shrunkBy), toPage), words };
}
