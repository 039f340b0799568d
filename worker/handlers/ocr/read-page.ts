/** Text of one page: its own, or recognised. */
import type { OcrOptions } from "../../../contract/handlers/ocr-options.ts";
import { PermanentError } from "../../errors.ts";
import { type OcrEngine, type RecognisedText, UnreadableImageError } from "./engine.ts";
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

export async function readPage(content: PageContent, choices: ReadChoices): Promise<PageText> {
  if (content.kind === "blank") return { from: "blank", text: "" };
  if (content.kind === "text") return { from: "textLayer", text: content.text };
  const recognised = await recognise(content, choices);
  const text = cleanText(recognised.text);
  if (text !== "") return { from: "ocr", text, confidence: recognised.confidence };
  return content.ownText === undefined || content.ownText === "" ? { from: "blank", text } : { from: "textLayer", text: content.ownText };
}

async function recognise({ image, decode }: ImageContent, { options, provideEngine, signal }: ReadChoices): Promise<RecognisedText> {
  const engine = await provideEngine();
  const choices = { languages: options.languages, timeoutMs: options.pageTimeoutSeconds * 1000, signal };
  try {
    return await engine.recognise(image, choices);
  } catch (error) {
    if (!(error instanceof UnreadableImageError)) throw error;
    if (decode === undefined) throw new PermanentError("Corrupt", "the page cannot be decoded", { cause: error });
    return engine.recognise(await decode(), choices);
  }
}
