/**
 * One line of a ledger file: `{"sequence":1,"time":1764000000000,"subject":"outcomes","data":{…}}`. The message is put in
 * and taken out as it is, encoded: nothing is encoded twice, and the codec stays the only reader of messages.
 */
export type LedgerSubject = "outcomes" | "control";

export interface LedgerLine {
  readonly sequence: number;
  readonly timeMs: number;
  readonly subject: LedgerSubject;
  /** The encoded message. */
  readonly data: string;
}

/** With its line feed. `data` has none: JSON.stringify writes none. */
export function formatLedgerLine(line: LedgerLine): string {
  return `{"sequence":${line.sequence},"time":${line.timeMs},"subject":"${line.subject}","data":${line.data}}\n`;
}

const HEAD = /^\{"sequence":(\d{1,15}),"time":(\d{1,15}),"subject":"(outcomes|control)","data":/;
/** No head is longer: two numbers of 15 digits and the words around them. */
const MAX_HEAD_BYTES = 90;

/** What scanning needs of a line, without its message. */
export type LedgerHead = Omit<LedgerLine, "data"> & { readonly dataStart: number };

/** Undefined when the line was not written by formatLedgerLine. `line` is without its line feed. */
export function parseLedgerHead(line: Buffer): LedgerHead | undefined {
  const match = HEAD.exec(line.toString("latin1", 0, Math.min(line.length, MAX_HEAD_BYTES)));
  if (match === null || line.at(-1) !== CLOSING_BRACE) return undefined;
  return { sequence: Number(match[1]), timeMs: Number(match[2]), subject: match[3] === "control" ? "control" : "outcomes", dataStart: match[0].length };
}

const CLOSING_BRACE = 0x7d;

/** The message of a line whose head was parsed. */
export function dataOf(line: Buffer, head: LedgerHead): string {
  return line.toString("utf8", head.dataStart, line.length - 1);
}
