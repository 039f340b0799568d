/** A page as plain pixels, and the ways in and out of sharp. */
import sharp, { type Sharp } from "sharp";

// One document is worked on by one core, and none comes twice.
sharp.concurrency(1);
sharp.cache(false);

export interface Picture {
  /** Row after row, one byte a channel: grey, or red, green and blue. */
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  /** Absent where nobody has said. */
  readonly dpi?: number;
  /** Of black and white alone, so that one bit a pixel does. */
  readonly isBilevel?: true;
}

export function toSharp({ data, width, height, channels }: Picture): Sharp {
  const image = sharp(data, { raw: { width, height, channels }, limitInputPixels: false });
  return channels === 1 ? image.toColourspace("b-w") : image;
}

/** The resolution is taken from `like`, as is the number of channels. */
export async function fromSharp(image: Sharp, like: Pick<Picture, "channels" | "dpi">): Promise<Picture> {
  const channelled = like.channels === 1 ? image.toColourspace("b-w").extractChannel(0) : image;
  const { data, info } = await channelled.raw({ depth: "uchar" }).toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height, channels: like.channels, ...(like.dpi === undefined ? {} : { dpi: like.dpi }) };
}

export async function toGrey(picture: Picture): Promise<Picture> {
  return picture.channels === 1 ? picture : fromSharp(toSharp(picture).greyscale(), { ...picture, channels: 1 });
}
