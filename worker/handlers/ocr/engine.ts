/** The port between the pages of a document and what reads them. Adapters: `library-engine.ts`, `native-engine.ts`, `wasm-engine.ts`. */

import type { OcrEngineKind } from "../../../contract/handlers/ocr-result.ts";
import { RetryableError } from "../../errors.ts";
import type { GreyPicture } from "./grey-picture.ts";
import type { LayoutWord } from "./page-layout.ts";

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
  /** Perhaps none, where they were not needed. */
  readonly words: readonly LayoutWord[];
  /** Mean over the words, 0 to 100; 0 where there are none. */
  readonly confidence: number;
}

export interface OcrEngine {
  readonly kind: OcrEngineKind;
  /** For people: `tesseract 5.3.0 (native, fast)`. */
  readonly name: string;
  /** Throws RetryableError (PageTimeout, HandlerError, HandlerCrashed), or the signal's reason. */
  readonly recognise: (picture: GreyPicture, options: RecogniseOptions) => Promise<RecognisedText>;
  readonly close: () => Promise<void>;
}

/** How long it had is not told: it may be what an earlier look at the page has left. */
export function pageTookTooLong(): RetryableError {
  return new RetryableError("PageTimeout", "recognition of the page took longer than `pageTimeoutSeconds`; raise it, or leave the document out");
}
