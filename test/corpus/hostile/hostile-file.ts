/** What the makers of hostile files share: where canaries lie that nobody may read, and a picture that can be read. */
import { createRandom } from "../../model/random.ts";

export interface HostileWorld {
  /** Outside of the volume, absolute: a text and a picture whose words must never come out. */
  readonly canaryText: string;
  readonly canaryPicture: string;
  /** PNG, 8-bit grey, of the words in `pdf-file.ts`. */
  readonly picture: Buffer;
}

/** A file that is mostly a hole. */
export interface SparseContent {
  readonly head: Uint8Array;
  readonly bytes: number;
}

export type Content = Uint8Array | SparseContent;

/** By name in its folder. */
export type Makers = Readonly<Record<string, (world: HostileWorld) => Content | Promise<Content>>>;

export const MIB = 1024 * 1024;
export const GIB = 1024 * MIB;

/** The same bytes for the same seed. */
export function seededBytes(count: number, seed: number): Buffer {
  const random = createRandom(seed);
  return Buffer.from(Uint8Array.from({ length: count }, () => random.below(256)));
}

/** The first so many hundredths of a file. */
export function firstPercent(bytes: Buffer, percent: number): Buffer {
  return bytes.subarray(0, Math.floor((bytes.length * percent) / 100));
}
