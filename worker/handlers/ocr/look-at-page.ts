/**
 * Reads a picture of a page, and looks again where the first look tells that the page lies askew or upside down. What a
 * second look gives is kept only where it gives more.
 */
import type { OcrOptions } from "../../../contract/handlers/ocr-options.ts";
import { PermanentError } from "../../errors.ts";
import { type DecodedImage, type OcrEngine, type PageImage, type RecognisedText, UnreadableImageError } from "./engine.ts";
import { measureSkewDegrees } from "./measure-skew.ts";
import { compose, IDENTITY, type LayoutWord, type Matrix } from "./page-layout.ts";
import { backFromTurn, isPerhapsUpsideDown, slopeDegrees, standUp, worthOf } from "./page-pose.ts";
import { decodePgm, encodePgm } from "./pgm.ts";
import { turnPicture } from "./turn-picture.ts";

export interface PictureOfPage {
  readonly image: PageImage;
  /** The same page decoded here: what is turned, and what an engine gets whose own decoder refuses `image`. */
  readonly decode?: () => Promise<DecodedImage>;
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

/** Below that Tesseract's own measures do, and turning makes some pages worse; from there on it loses lines. */
const LEAST_SKEW_DEGREES = 1.8;
/** Upside down, then askew; or askew, and upside down when that is mended. */
const MAX_LOOKS = 3;
/** No look is begun that would have less of the page's time. */
const LEAST_LOOK_MS = 1000;

export async function lookAtPage(picture: PictureOfPage, looking: Looking): Promise<Look> {
  const endMs = performance.now() + looking.options.pageTimeoutSeconds * 1000;
  let best = await firstLook(picture, looking, endMs);
  let decoded: DecodedImage | undefined;
  for (let looks = 1; looks < MAX_LOOKS && endMs - performance.now() > LEAST_LOOK_MS; looks += 1) {
    if (!isSuspicious(best, looking.options)) break;
    decoded ??= await decode(picture);
    const degrees = turnFor(best, decoded, looking.options);
    if (degrees === 0) break;
    const next = await lookTurned(decoded, best.turnedDegrees + degrees, { looking, endMs });
    if (worthOf(next.words) <= worthOf(best.words)) break;
    best = next;
  }
  return best;
}

function isSuspicious({ words, text }: Look, { deskew, orientation }: OcrOptions): boolean {
  if (orientation && isPerhapsUpsideDown(words)) return true;
  const slope = slopeDegrees(words);
  // Too few words for a slope: perhaps because the page lies so much askew that there were no lines for the engine.
  return deskew && (slope === undefined || Math.abs(slope) >= LEAST_SKEW_DEGREES || text.trim() === "");
}

/** Degrees clockwise that would mend it; 0 for nothing. */
function turnFor({ words, turnedDegrees }: Look, { bytes }: DecodedImage, { deskew, orientation }: OcrOptions): number {
  if (orientation && isPerhapsUpsideDown(words)) return 180;
  if (!deskew) return 0;
  const skew = slopeDegrees(words) ?? (turnedDegrees === 0 ? measureSkewDegrees(decodePgm(bytes)) : 0);
  return Math.abs(skew) < LEAST_SKEW_DEGREES ? 0 : -skew;
}

async function firstLook(picture: PictureOfPage, looking: Looking, endMs: number): Promise<Look> {
  try {
    return toLook(await recognise(picture.image, looking, endMs), IDENTITY, 0);
  } catch (error) {
    if (!(error instanceof UnreadableImageError)) throw error;
    if (picture.decode === undefined) throw new PermanentError("Corrupt", "the page cannot be decoded", { cause: error });
    return toLook(await recognise(await picture.decode(), looking, endMs), IDENTITY, 0);
  }
}

async function lookTurned({ bytes, dpi }: DecodedImage, degrees: number, { looking, endMs }: { looking: Looking; endMs: number }): Promise<Look> {
  const given = decodePgm(bytes);
  const turned = await turnPicture(given, degrees);
  const image = { bytes: encodePgm(turned.data, turned), ...(dpi === undefined ? {} : { dpi }) };
  const back = backFromTurn(degrees, { before: given, after: turned });
  return { ...toLook(await recognise(image, looking, endMs), back, degrees), width: given.width, height: given.height };
}

function recognise(image: PageImage, { engine, options, signal }: Looking, endMs: number): Promise<RecognisedText> {
  return engine.recognise(image, { languages: options.languages, timeoutMs: Math.max(1, Math.round(endMs - performance.now())), signal });
}

function toLook({ text, confidence, width, height, words }: RecognisedText, back: Matrix, turnedDegrees: number): Look {
  const upright = standUp(words, { width, height });
  return { text, confidence, width, height, words: upright.words, toPicture: compose(back, upright.toPicture), turnedDegrees };
}

async function decode({ image, decode: decodeHere }: PictureOfPage): Promise<DecodedImage> {
  const decoded = "bytes" in image ? image : await decodeHere?.();
  if (decoded === undefined) throw new PermanentError("Corrupt", "the page cannot be decoded");
  return decoded;
}
