/**
 * Reads a picture of a page: made as large as reading wants it, turned where its lines lie askew; and again, where what was read
 * tells that it lies upside down, or where a turned page gave nothing. What a second look gives is kept only where it gives more.
 */
import type { OcrOptions } from "../../../contract/handlers/ocr-options.ts";
import type { OcrEngine, RecognisedText } from "./engine.ts";
import { fitToReading, type FittedPicture } from "./fit-to-reading.ts";
import type { GreyPicture } from "./grey-picture.ts";
import { measureSkewDegrees } from "./measure-skew.ts";
import { compose, IDENTITY, type LayoutWord, type Matrix, needsLayout, scaling } from "./page-layout.ts";
import { backFromTurn, isPerhapsUpsideDown, standUp, worthOf } from "./page-pose.ts";
import { turnPicture } from "./turn-picture.ts";

export interface Looking {
  readonly engine: OcrEngine;
  readonly options: OcrOptions;
  readonly signal: AbortSignal;
}

export interface Look {
  readonly text: string;
  readonly confidence: number;
  /** Of the page as it was given. */
  readonly width: number;
  readonly height: number;
  /** They stand upright. */
  readonly words: readonly LayoutWord[];
  /** From where words are to the page as it was given. */
  readonly toPage: Matrix;
  /** Clockwise, by which the picture was turned to be read. */
  readonly turnedDegrees: number;
}

/** Below that Tesseract's own measures do; from half a degree on it loses lines in tables and photographs, from two on everywhere. */
const LEAST_SKEW_DEGREES = 0.4;
/** Askew, upside down when that is mended, and as it lies when that gives nothing. */
const MAX_LOOKS = 3;
/** No look is begun that would have less of the page's time. */
const LEAST_LOOK_MS = 1000;

export async function lookAtPage(page: GreyPicture, looking: Looking): Promise<Look> {
  const fitted = await fitToReading(page);
  const { width, height } = page;
  const lookAt: LookAt = { ...fitted, page: { width, height }, looking, endMs: performance.now() + looking.options.pageTimeoutSeconds * 1000 };
  let best = await look(lookAt, looking.options.deskew ? measureTurn(fitted.picture) : 0);
  for (let looks = 1; looks < MAX_LOOKS && lookAt.endMs - performance.now() > LEAST_LOOK_MS; looks += 1) {
    const turn = turnFor(best, looking.options);
    if (turn === 0) break;
    const next = await look(lookAt, best.turnedDegrees + turn);
    if (worthOf(next) <= worthOf(best)) break;
    best = next;
  }
  return best;
}

/** Degrees clockwise by which to turn it before it is read; 0 for nothing. */
function measureTurn(picture: GreyPicture): number {
  const skew = measureSkewDegrees(picture);
  return Math.abs(skew) < LEAST_SKEW_DEGREES ? 0 : -skew;
}

/** Degrees clockwise that would mend what was read; 0 for nothing. */
function turnFor(look: Look, { orientation }: OcrOptions): number {
  if (orientation && isPerhapsUpsideDown(look)) return 180;
  return look.text.trim() === "" ? -look.turnedDegrees : 0;
}

interface LookAt extends FittedPicture {
  /** Of the page as it was given, before `picture` was made from it. */
  readonly page: { readonly width: number; readonly height: number };
  readonly looking: Looking;
  readonly endMs: number;
}

async function look({ page, picture, scale, looking, endMs }: LookAt, turnedDegrees: number): Promise<Look> {
  const turned = turnedDegrees === 0 ? picture : await turnPicture(picture, turnedDegrees);
  const { text, confidence, words } = await recognise(turned, looking, endMs);
  const upright = standUp(words, turned);
  const back = turnedDegrees === 0 ? IDENTITY : backFromTurn(turnedDegrees, { before: picture, after: turned });
  const toPage = compose(scaling(1 / scale), compose(back, upright.toPicture));
  return { text, confidence, ...page, words: upright.words, toPage, turnedDegrees };
}

function recognise(picture: GreyPicture, { engine, options, signal }: Looking, endMs: number): Promise<RecognisedText> {
  const timeoutMs = Math.max(1, Math.round(endMs - performance.now()));
  return engine.recognise(picture, { languages: options.languages, timeoutMs, signal, needsWords: needsLayout(options) });
}
