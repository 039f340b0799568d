/** What a job may say about making pages ready to be read: `options` of a stage whose pool's handler is `preprocessing`. */
import { z } from "zod";

const dpi = z.int().min(70).max(2400);

export const preprocessingOptions = z.strictObject({
  format: z
    .enum(["auto", "tiff", "png", "jpeg", "webp"])
    .default("auto")
    .meta({
      description:
        "Of the file that is written. auto: what nothing has to be done to, and PDFs with text of their own, are passed on as they are; other documents of one page become PNG, of several TIFF. Any other: every document becomes one, a PDF with text too; of several pages, a TIFF.",
    }),
  pageFiles: z.boolean().default(false).meta({ description: "Write each page as a file of its own as well: `<id>.p0001.png` and so on. At most 400 pages." }),
  autorotate: z.boolean().default(true).meta({ description: "Turn pictures as their EXIF orientation says." }),
  deskew: z.boolean().default(true).meta({ description: "Turn pages so that their lines are level." }),
  deskewFromDegrees: z.number().min(0.2).max(20).default(1.8).meta({ description: "Pages that lie askew by less stay as they are: turning blurs a little." }),
  maxDpi: dpi.default(300).meta({ description: "Pictures of a higher resolution are made smaller to this one; recognition gains nothing above 300." }),
  targetDpi: dpi.max(1200).optional().meta({ description: "Pictures of a lower resolution are made larger to this one. Must not be above maxDpi." }),
  dpi: dpi.max(600).default(300).meta({ description: "At which pages of a PDF are drawn; maxDpi bounds it." }),
  assumeDpi: dpi.optional().meta({ description: "Of pictures that do not say. Absent: they keep their size." }),
  grey: z.boolean().default(false).meta({ description: "Take the colours out." }),
  denoise: z.enum(["none", "light", "strong"]).default("none").meta({ description: "Take specks out: median of 3 x 3 or 5 x 5 pixels." }),
  contrast: z.boolean().default(false).meta({ description: "Stretch the levels so that paper is white and ink is black." }),
  binarise: z
    .enum(["none", "global", "local"])
    .default("none")
    .meta({ description: "Black and white. global: one threshold for the page (Otsu). local: by what is around each pixel (Sauvola), for shadows and stains." }),
  trimBorders: z.boolean().default(false).meta({ description: "Cut off empty borders, of the colour of the upper left corner." }),
  stripBlankPages: z.boolean().default(false).meta({ description: "Leave blank pages out. A document of blank pages alone is skipped." }),
  maxPages: z.int().min(1).max(1_000_000).optional().meta({ description: "Documents with more pages are rejected. The worker's own limit holds as well." }),
}).refine(({ targetDpi, maxDpi }) => targetDpi === undefined || targetDpi <= maxDpi, { error: "must not be above maxDpi", path: ["targetDpi"] });

/** Parsed: every default is filled in. */
export type PreprocessingOptions = z.output<typeof preprocessingOptions>;
