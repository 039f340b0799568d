/**
 * Reads a picture of a page: turned first, where its lines lie askew; and again, where what was read tells that it lies upside
 * down, or where a turned page gave nothing. What a second look gives is kept only where it gives more.
 */
import type { OcrOptions } from "../../../contract/handlers/ocr-options.ts";
import { PermanentError } from "../../errors.ts";
import { type DecodedImage, type OcrEngine, type PageImage, type RecognisedText, UnreadableImageError } from "./engine.ts";
import { type GreyPixels, measureSkewDegrees } from "./measure-skew.ts";
import { compose, IDENTITY, type LayoutWord, type Matrix, needsLayout } from "./page-layout.ts";
import { backFromTurn, isPerhapsUpsideDown, standUp, worthOf } from "./page-pose.ts";
import { decodePgm, encodePgm } from "./pgm.ts";
import { turnPicture } from "./turn-picture.ts";

export interface PictureOfPage {
  readonly image: PageImage;
  /** The same page decoded here: what is turned, and what an engine gets whose own decoder refuses `image`. */
  readonly decode?: () => Promise<DecodedImage>;
  /** The same page, small: enough to see how its lines lie. Where it is absent, `decode` serves. */
  readonly preview?: () => Promise<GreyPixels>;
}

export interface Looking {
  readonly engine: OcrEngine;
  readonly options: OcrOptions;
  readonly signal: AbortSignal;
}

export interface Look {
  readonly text: string;
  readonly confidence: number;
  /** Of the picture as it was given. */
  readonly width: number;
  readonly height: number;
  /** They stand upright. */
  readonly words: readonly LayoutWord[];
  /** From where words are to the picture as it was given. */
  readonly toPicture: Matrix;
  /** Clockwise, by which the picture was turned to be read. */
  readonly turnedDegrees: number;
}

/** Below that Tesseract's own measures do; from half a degree on it loses lines in tables and photographs, from two on everywhere. */
const LEAST_SKEW_DEGREES = 0.4;
/** Askew, upside down when that is mended, and as it lies when that gives nothing. */
const MAX_LOOKS = 3;
/** No look is begun that would have less of the page's time. */
const LEAST_LOOK_MS = 1000;

export async function lookAtPage(given: PictureOfPage, looking: Looking): Promise<Look> {
  const picture = looking.engine.prefersDecoded ? await decodeOnce(given) : given;
  const degrees = looking.options.deskew ? await measureTurn(picture) : 0;
  const endMs = performance.now() + looking.options.pageTimeoutSeconds * 1000;
  let best = degrees === 0 ? await lookStraight(picture, looking, endMs) : await lookTurned(picture, degrees, { looking, endMs });
  for (let looks = 1; looks < MAX_LOOKS && endMs - performance.now() > LEAST_LOOK_MS; looks += 1) {
    const turn = turnFor(best, looking.options);
    if (turn === 0) break;
    const next = await lookTurned(picture, best.turnedDegrees + turn, { looking, endMs });
    if (worthOf(next) <= worthOf(best)) break;
    best = next;
  }
  return best;
}

/** As it was given, where it cannot be decoded here: perhaps the engine can. */
async function decodeOnce(picture: PictureOfPage): Promise<PictureOfPage> {
  if ("bytes" in picture.image) return picture;
  return decode(picture).then(
    (image) => ({ image }),
    () => picture,
  );
}

/** Degrees clockwise by which to turn it before it is read; 0 for nothing. */
async function measureTurn(picture: PictureOfPage): Promise<number> {
  const skew = measureSkewDegrees(await preview(picture));
  return Math.abs(skew) < LEAST_SKEW_DEGREES ? 0 : -skew;
}

/** Degrees clockwise that would mend what was read; 0 for nothing. */
function turnFor(look: Look, { orientation }: OcrOptions): number {
  if (orientation && isPerhapsUpsideDown(look)) return 180;
  return look.text.trim() === "" ? -look.turnedDegrees : 0;
}

async function lookStraight(picture: PictureOfPage, looking: Looking, endMs: number): Promise<Look> {
  try {
    return toLook(await recognise(picture.image, looking, endMs), IDENTITY, 0);
  } catch (error) {
    if (!(error instanceof UnreadableImageError)) throw error;
    if (picture.decode === undefined) throw new PermanentError("Corrupt", "the page cannot be decoded", { cause: error });
    return toLook(await recognise(await picture.decode(), looking, endMs), IDENTITY, 0);
  }
}

async function lookTurned(picture: PictureOfPage, degrees: number, { looking, endMs }: { looking: Looking; endMs: number }): Promise<Look> {
  const { bytes, dpi } = await decode(picture);
  const given = decodePgm(bytes);
  const turned = await turnPicture(given, degrees);
  const image = { bytes: encodePgm(turned.data, turned), ...(dpi === undefined ? {} : { dpi }) };
  const back = backFromTurn(degrees, { before: given, after: turned });
  return { ...toLook(await recognise(image, looking, endMs), back, degrees), width: given.width, height: given.height };
}

function recognise(image: PageImage, { engine, options, signal }: Looking, endMs: number): Promise<RecognisedText> {
  const timeoutMs = Math.max(1, Math.round(endMs - performance.now()));
  return engine.recognise(image, { languages: options.languages, timeoutMs, signal, needsWords: needsLayout(options) });
}

function toLook({ text, confidence, width, height, words }: RecognisedText, back: Matrix, turnedDegrees: number): Look {
  const upright = standUp(words, { width, height });
  return { text, confidence, width, height, words: upright.words, toPicture: compose(back, upright.toPicture), turnedDegrees };
}

async function preview(picture: PictureOfPage): Promise<GreyPixels> {
  return picture.preview?.() ?? decodePgm((await decode(picture)).bytes);
}

async function decode({ image, decode: decodeHere }: PictureOfPage): Promise<DecodedImage> {
  const decoded = "bytes" in image ? image : await decodeHere?.();
  if (decoded === undefined) throw new PermanentError("Corrupt", "the page cannot be decoded");
  return decoded;
}
