/** Cuts off empty borders, but for a little: engines read badly what touches the edge. */
import { fromSharp, type Picture, toGrey, toSharp } from "./picture.ts";

/** 3 mm. */
const KEPT_INCHES = 0.12;
const KEPT_PIXELS = 24;
/** Levels by which what is on the page differs from its border: more than the grain of paper. */
const THRESHOLD = 32;

/** The same picture where there is nothing to cut off. */
export async function trimBorders(picture: Picture): Promise<Picture> {
  const box = await findContent(picture);
  if (box === undefined) return picture;
  const kept = picture.dpi === undefined ? KEPT_PIXELS : Math.round(picture.dpi * KEPT_INCHES);
  const left = Math.max(0, box.left - kept);
  const top = Math.max(0, box.top - kept);
  const width = Math.min(picture.width, box.left + box.width + kept) - left;
  const height = Math.min(picture.height, box.top + box.height + kept) - top;
  if (width === picture.width && height === picture.height) return picture;
  return fromSharp(toSharp(picture).extract({ left, top, width, height }), picture);
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Undefined for an empty page. */
async function findContent(picture: Picture): Promise<Box | undefined> {
  const trimmed = toSharp(await toGrey(picture)).trim({ threshold: THRESHOLD });
  const { info } = await trimmed.raw().toBuffer({ resolveWithObject: true });
  const { trimOffsetLeft = 0, trimOffsetTop = 0, width, height } = info;
  const isWhole = width === picture.width && height === picture.height;
  return isWhole ? undefined : { left: -trimOffsetLeft, top: -trimOffsetTop, width, height };
}
