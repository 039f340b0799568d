/** The table of what must become of each hostile file, written before any of them was run. */
import { readFileSync } from "node:fs";
import { WORDS } from "./pdf-file.ts";

export interface Expectation {
  /** `Succeeded`, or the reason. */
  readonly ends: string;
  /** Part of what is read; absent: the words that every readable file holds. Empty: nothing. */
  readonly text?: string;
  /** Part of the message. */
  readonly says?: string;
  readonly because?: string;
}

type Table = Readonly<Record<string, Expectation>>;

interface Expectations {
  /** By id. */
  readonly files: Table;
  /** Documents that only a manifest can name, by id. */
  readonly addresses: Table;
  /** Jobs that do not begin. */
  readonly refused: Table;
}

export const EXPECTED = JSON.parse(readFileSync(new URL("expected.json", import.meta.url), "utf8")) as Expectations;

export function expectedText({ ends, text = WORDS }: Expectation): string | undefined {
  return ends === "Succeeded" ? text : undefined;
}
