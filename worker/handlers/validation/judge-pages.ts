/** Checks of pages: how many there are, how large, and of which resolution. */
import { type Evidence, type Judged, notApplicable, type Options, outOfBounds, round, toJudged } from "./evidence.ts";
import { findEarlier } from "./find-earlier.ts";
import type { PageFacts, Size } from "./inspection.ts";

/** Of the file; where it has none, such as the text that ocr leaves, as an earlier stage has counted them. */
export function countPages({ inspection, earlier }: Pick<Evidence, "inspection" | "earlier">): number | undefined {
  return inspection.pages?.length ?? findEarlier(earlier, undefined, toPageCount)?.value;
}

function toPageCount({ pages }: Readonly<Record<string, unknown>>): number | undefined {
  return typeof pages === "number" ? pages : undefined;
}

export function judgePageCount(evidence: Evidence, bounds: Options<"pages">): Judged {
  const pages = countPages(evidence);
  if (pages === undefined) return ofNoPages("pages", evidence);
  return toJudged("pages", outOfBounds(pages, bounds), `${pages} pages`, pages > (bounds.max ?? Infinity) ? "TooManyPages" : undefined);
}

/** Undefined for a page that is right. */
type JudgePage = (page: PageFacts) => string | undefined;

export function judgeDpi(evidence: Evidence, bounds: Options<"dpi">): Judged {
  if (evidence.type === "application/pdf") return notApplicable("dpi", "a PDF has no resolution");
  return judgeEach("dpi", evidence, ({ dpi }) => (dpi === undefined ? "no resolution is recorded" : outOfBounds(dpi, bounds)));
}

export function judgeDimensions(evidence: Evidence, { unit, ...bounds }: Options<"dimensions">): Judged {
  if (unit === "pixels" && evidence.type === "application/pdf") return notApplicable("dimensions", "pages of a PDF have no pixels; ask for millimetres");
  return judgeEach("dimensions", evidence, (page) => {
    const size = page[unit];
    return size === undefined ? `the size in ${unit} is not known` : judgeSize(size, bounds, unit === "pixels" ? " pixels" : " mm");
  });
}

function judgeSize(size: Size, { minWidth, maxWidth, minHeight, maxHeight }: Omit<Options<"dimensions">, "unit">, unit: string): string | undefined {
  const width = outOfBounds(round(size.width), { min: minWidth, max: maxWidth }, unit);
  if (width !== undefined) return `width: ${width}`;
  const height = outOfBounds(round(size.height), { min: minHeight, max: maxHeight }, unit);
  return height === undefined ? undefined : `height: ${height}`;
}

function judgeEach(check: "dpi" | "dimensions", evidence: Evidence, judge: JudgePage): Judged {
  const { pages } = evidence.inspection;
  if (pages === undefined) return ofNoPages(check, evidence);
  const wrong = pages.flatMap((page, index) => {
    const message = judge(page);
    return message === undefined ? [] : [`page ${index + 1}: ${message}`];
  });
  const [first] = wrong;
  const more = wrong.length > 1 ? ` (and ${wrong.length - 1} more pages)` : "";
  return toJudged(check, first === undefined ? undefined : `${first}${more}`, pages.length === 1 ? "as wanted" : "as wanted, on every page");
}

/** What could not be opened may not pass by saying nothing. */
function ofNoPages(check: "pages" | "dpi" | "dimensions", { type, inspection: { problem } }: Evidence): Judged {
  if (problem !== undefined) return toJudged(check, `cannot be told: ${problem.message}`, "", problem.reason);
  return notApplicable(check, `${type} has no pages`);
}
