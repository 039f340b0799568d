/** A page, or a piece of one, as plain pixels: what pages are decoded to, measured on, and given to engines as. */

export interface GreyPixels {
  /** One byte a pixel, row after row; 0 is black. */
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

export interface GreyPicture extends GreyPixels {
  /** Absent where nobody has said. */
  readonly dpi?: number;
}
