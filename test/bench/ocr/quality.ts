/** How well documents were read, by their known texts: all sides are judged by the same normalised text. */
import { editDistance, toPlainText, toWords, wordRecall } from "../../corpus/word-recall.ts";
import type { ComparedFile } from "./compared-files.ts";

export interface FileQuality {
  readonly id: string;
  readonly skewDegrees: number;
  readonly characters: number;
  readonly edits: number;
  readonly words: number;
  readonly foundWords: number;
}

export interface Quality {
  /** Edits over characters, in percent, over all pages of the kind; NaN where there are none. */
  readonly straightErrorPercent: number;
  readonly skewedErrorPercent: number;
  readonly wordRecallPercent: number;
  readonly files: readonly FileQuality[];
}

/** From there on engines lose lines, unless the page is turned first. */
export const SKEWED_DEGREES = 1.8;

export function judgeTexts(files: readonly ComparedFile[], texts: ReadonlyMap<string, string>): Quality {
  const judged = files.flatMap((file) => (file.truth === undefined ? [] : [judgeText(file, file.truth, texts.get(file.id) ?? "")]));
  const isSkewed = ({ skewDegrees }: FileQuality): boolean => Math.abs(skewDegrees) >= SKEWED_DEGREES;
  const sum = (of: (file: FileQuality) => number): number => judged.reduce((all, file) => all + of(file), 0);
  return {
    straightErrorPercent: errorPercent(judged.filter((file) => !isSkewed(file))),
    skewedErrorPercent: errorPercent(judged.filter(isSkewed)),
    wordRecallPercent: (100 * sum(({ foundWords }) => foundWords)) / sum(({ words }) => words),
    files: judged,
  };
}

function judgeText({ id, row }: ComparedFile, truth: string, found: string): FileQuality {
  const words = toWords(truth).length;
  const wanted = toPlainText(truth);
  return {
    id,
    skewDegrees: row.skewDegrees,
    characters: wanted.length,
    edits: editDistance(wanted, toPlainText(found)),
    words,
    foundWords: Math.round(wordRecall(truth, found) * words),
  };
}

function errorPercent(files: readonly FileQuality[]): number {
  const characters = files.reduce((sum, file) => sum + file.characters, 0);
  return (100 * files.reduce((sum, file) => sum + file.edits, 0)) / characters;
}
