/** The port between the pages of a document and what reads them. Adapters: `library-engine.ts`, `native-engine.ts`, `wasm-engine.ts`. */

import type { OcrEngineKind } from "../../../contract/handlers/ocr-result.ts";
import type { LayoutWord } from "./page-layout.ts";

/** PNG, JPEG, single-page TIFF, or 8-bit grey PGM. `dpi` only where the file itself does not say it. */
export type PageImage = { readonly path: string; readonly dpi?: number } | DecodedImage;

/** 8-bit grey PGM: see `pgm.ts`. */
export interface DecodedImage {
  readonly bytes: Uint8Array;
  readonly dpi?: number;
}

export interface RecogniseOptions {
  readonly languages: readonly string[];
  /** Over: RetryableError PageTimeout. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Say where words are, too: for WebAssembly that takes a twentieth longer. */
  readonly needsWords: boolean;
}

export interface RecognisedText {
  readonly text: string;
  /** Of the picture, in pixels; 0 where the engine did not say. */
  readonly width: number;
  readonly height: number;
  /** Perhaps none, where they were not needed. */
  readonly words: readonly LayoutWord[];
  /** Mean over the words, 0 to 100; 0 where there are none. */
  readonly confidence: number;
}

export interface OcrEngine {
  readonly kind: OcrEngineKind;
  /** For people: `tesseract 5.3.0 (native, fast)`. */
  readonly name: string;
  /** Its own decoders are slow: it had better get decoded pictures. */
  readonly prefersDecoded: boolean;
  /** Throws UnreadableImageError, RetryableError (PageTimeout, HandlerError, HandlerCrashed), or the signal's reason. */
  readonly recognise: (image: PageImage, options: RecogniseOptions) => Promise<RecognisedText>;
  readonly close: () => Promise<void>;
}

/** The engine's own decoder does not take the image; another decoder might. Never leaves the handler. */
export class UnreadableImageError extends Error {
  constructor() {
    super("the engine cannot decode the image");
    this.name = "UnreadableImageError";
  }
}
