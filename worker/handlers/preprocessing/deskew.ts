/** Turns a page so that its lines are level. */
import { measureSkewDegrees } from "../ocr/measure-skew.ts";
import { paperColour } from "./paper-level.ts";
import { fromSharp, type Picture, toGrey, toSharp } from "./picture.ts";

export interface Deskewed {
  readonly picture: Picture;
  /** Clockwise; 0 where the page stays as it is. */
  readonly turnedDegrees: number;
}

/** Pages that lie askew by less than `fromDegrees` stay as they are, and so do those on which turning makes nothing better. */
export async function deskew(picture: Picture, fromDegrees: number): Promise<Deskewed> {
  const skew = measureSkewDegrees(await toGrey(picture));
  if (Math.abs(skew) < fromDegrees) return { picture, turnedDegrees: 0 };
  const turned = await fromSharp(toSharp(picture).rotate(-skew, { background: paperColour(picture) }), picture);
  const isBetter = Math.abs(measureSkewDegrees(await toGrey(turned))) < Math.abs(skew);
  return isBetter ? { picture: turned, turnedDegrees: -skew } : { picture, turnedDegrees: 0 };
}
