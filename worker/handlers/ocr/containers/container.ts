/** What the structure of an image file tells without decoding it: `inspect-container.ts`. */

export interface ContainerFacts {
  /** The file is shorter than it says of itself. Its pixels may be whole all the same: a decoder tells. */
  readonly endsEarly: boolean;
  /** What decoders may not know, for people: `lossless JPEG`. */
  readonly oddEncoding?: string;
}

export interface ContainerPage {
  readonly width: number;
  readonly height: number;
  /** Of all samples of a pixel, unpacked. */
  readonly bytesPerPixel: number;
}

/** Called for each page, in order. Throws PermanentError where it is beyond a limit. */
export type JudgePage = (page: ContainerPage) => void;
