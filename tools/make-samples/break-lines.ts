/** Breaks a paragraph into lines that fit a width, between words only. */
import type { TextStyle } from "./laid-page.ts";
import type { Measure } from "./font-metrics.ts";

export interface LineBreaking {
  readonly measure: Measure;
  readonly style: TextStyle;
  readonly widthPoints: number;
}

export function breakLines(text: string, { measure, style, widthPoints }: LineBreaking): string[] {
  const done: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/).filter((piece) => piece !== "")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && measure(longer, style) > widthPoints) {
      done.push(line);
      line = word;
    } else {
      line = longer;
    }
  }
  return line === "" ? done : [...done, line];
}
