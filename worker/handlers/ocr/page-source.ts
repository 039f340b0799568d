/** A document as pages, whatever its format: `pdf-pages.ts`, `image-pages.ts`. */
import type { DecodedImage, PageImage } from "./engine.ts";
import type { GreyPixels } from "./measure-skew.ts";
import type { Box, PageLayout } from "./page-layout.ts";

export type PageContent =
  /** The page holds its text itself. */
  | { readonly kind: "text"; readonly text: string; readonly layout?: PageLayout }
  /** Nothing is on it: there is nothing to recognise. */
  | { readonly kind: "blank"; readonly layout?: PageLayout }
  /** The page holds text, and a scan beside it. */
  | {
      readonly kind: "mixed";
      readonly text: string;
      readonly layout?: PageLayout;
      /** Of the page, in pixels. */
      readonly width: number;
      readonly height: number;
      readonly image: DecodedImage;
      /** Where on the page `image` is. */
      readonly box: Box;
      readonly isImageFirst: boolean;
    }
  | {
      readonly kind: "image";
      readonly image: PageImage;
      /** The same page decoded here, for an engine whose own decoder refuses `image`, and for turning it. */
      readonly decode?: () => Promise<DecodedImage>;
      /** The same page, small: absent where `image` is decoded already. */
      readonly preview?: () => Promise<GreyPixels>;
      /** Of the page, where it is known; `image` may be of fewer. */
      readonly dpi?: number;
      /** Pixels of `image` for one of the page: 1 or less. */
      readonly shrunkBy?: number;
      /** What little text the page holds itself, for when recognition finds none. */
      readonly ownText?: string;
    };

export interface PageSource {
  readonly pages: number;
  /** `page` from 0. Throws PermanentError when the page is damaged or over a limit. */
  readonly read: (page: number) => Promise<PageContent>;
  readonly close: () => void;
}
