/** A document as pages, whatever its format: `pdf-pages.ts`, `image-pages.ts`. */
import type { GreyPicture } from "./grey-picture.ts";
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
      readonly picture: GreyPicture;
      /** Where on the page `picture` is. */
      readonly box: Box;
      readonly isImageFirst: boolean;
    }
  | {
      readonly kind: "image";
      readonly picture: GreyPicture;
      /** Of the page, where it is known; `picture` may be of fewer. */
      readonly dpi?: number;
      /** Pixels of `picture` for one of the page: 1 or less. */
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
