/** A document as pictures of its pages, whatever its format: `image-pictures.ts`, `pdf-pictures.ts`. */
import type { PageStep } from "../../../contract/handlers/preprocessing-result.ts";
import type { Picture } from "./picture.ts";

/** What was done to the page on the way from file to pixels comes with it. */
export interface ReadPicture {
  readonly picture: Picture;
  readonly steps: readonly PageStep[];
  /** Where the reader has found out already. */
  readonly isBlank?: boolean;
}

export interface PictureSource {
  readonly pages: number;
  /** Pages hold their text themselves: it would be lost in a picture. */
  readonly hasText: (signal: AbortSignal) => Promise<boolean>;
  /** `page` from 0. Throws PermanentError when the page is damaged or over a limit. */
  readonly read: (page: number) => Promise<ReadPicture>;
  readonly close: () => void;
}
