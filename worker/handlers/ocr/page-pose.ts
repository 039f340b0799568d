/**
 * How a page lies, told from what was read on it. Tesseract reads pages that lie on their side, and its words say how lines
 * run; what it makes of a page upside down is as many words, of half the confidence. So pages that lie well are read once.
 */
import { type Box, compose, IDENTITY, linesOf, type LayoutWord, type Matrix } from "./page-layout.ts";

/** The words as if the page stood upright, and the way back to the picture. */
export interface Upright {
  readonly words: readonly LayoutWord[];
  readonly toPicture: Matrix;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Shorter ones are as high as wide. */
const TELLING_CHARACTERS = 3;

/** Turns boxes by quarters where lines run down or up; the picture stays as it is. */
export function standUp(words: readonly LayoutWord[], size: Size): Upright {
  const telling = words.filter(({ text }) => text.length >= TELLING_CHARACTERS);
  const isOnItsSide = telling.length > 0 && median(telling.map(({ box }) => (box.right - box.left) / Math.max(1, box.bottom - box.top))) < 1;
  if (!isOnItsSide) return { words, toPicture: IDENTITY };
  const steps = linesOf(words).flatMap((line) => line.slice(1).map((word, place) => centre(word.box).y - centre(line[place]?.box ?? word.box).y));
  return steps.length > 0 && median(steps) < 0 ? fromUpward(words, size) : fromDownward(words, size);
}

/** Lines run down: the page was turned clockwise. */
function fromDownward(words: readonly LayoutWord[], { width }: Size): Upright {
  const turned = ({ left, top, right, bottom }: Box): Box => ({ left: top, top: width - right, right: bottom, bottom: width - left });
  return { words: words.map((word) => ({ ...word, box: turned(word.box) })), toPicture: [0, 1, -1, 0, width, 0] };
}

function fromUpward(words: readonly LayoutWord[], { height }: Size): Upright {
  const turned = ({ left, top, right, bottom }: Box): Box => ({ left: height - bottom, top: left, right: height - top, bottom: right });
  return { words: words.map((word) => ({ ...word, box: turned(word.box) })), toPicture: [0, -1, 1, 0, 0, height] };
}

function centre({ left, top, right, bottom }: Box): { x: number; y: number } {
  return { x: (left + right) / 2, y: (top + bottom) / 2 };
}

/** Half the words of a page upside down come out wrong, and the engine knows. */
const UPSIDE_DOWN_CONFIDENCE = 60;
const TELLING_WORDS = 10;

export function isPerhapsUpsideDown({ text, confidence }: { readonly text: string; readonly confidence: number }): boolean {
  if (confidence >= UPSIDE_DOWN_CONFIDENCE) return false;
  return text.split(/\s+/).filter(({ length }) => length >= TELLING_CHARACTERS).length >= TELLING_WORDS;
}

/** Rubbish has confidence too. */
const WORTHLESS_CONFIDENCE = 30;

/** How much was read: characters, by their confidence. */
export function worthOf({ text, confidence }: { readonly text: string; readonly confidence: number }): number {
  return text.replace(/\s+/g, "").length * Math.max(0, confidence - WORTHLESS_CONFIDENCE);
}

/** From a picture that was turned clockwise by `degrees` about its middle, and grew, back to the one before. */
export function backFromTurn(degrees: number, { before, after }: { readonly before: Size; readonly after: Size }): Matrix {
  const angle = (-degrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const toMiddle: Matrix = [1, 0, 0, 1, -after.width / 2, -after.height / 2];
  return compose([cos, sin, -sin, cos, before.width / 2, before.height / 2], toMiddle);
}

/** Of one value at least. */
function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
