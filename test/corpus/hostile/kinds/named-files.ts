/** Names that mean something to a shell, a terminal, a path or JavaScript; the files themselves are in order. */
import { join } from "node:path";
import type { HostileWorld } from "../hostile-file.ts";
import { onePage } from "../pdf-file.ts";

export interface NamedFile {
  /** Relative to the volume, as bytes. */
  readonly path: Buffer;
  /** As Ream calls the document. */
  readonly id: string;
  readonly content: (world: HostileWorld) => Buffer;
}

/** A name of its folder's, which is text, and what it is called where that is not itself. */
const NAMES: readonly (readonly [name: string, id?: string])[] = [
  ["line\nend.pdf", "line%0Aend.pdf"],
  ["tab\tand\u001b[31mred.pdf", "tab%09and%1B[31mred.pdf"],
  ["...."],
  ["-rf.pdf"],
  ["--help.png"],
  ["$(touch canary) `touch canary`;touch canary.png"],
  ["'quotes\" and spaces .pdf "],
  ["..\\..\\escape.pdf"],
  ["..%2F..%2Fescape.pdf"],
  ["%2e%2e.pdf"],
  ["CON.pdf"],
  ["file.pdf:stream"],
  ["~root.pdf"],
  ["__proto__"],
  ["constructor"],
  ["right-to-left-\u202efdp.exe"],
  ["\u{1f4c4} \u0627\u0644\u0639.pdf"],
  ["stdin"],
];

const NOT_UTF_8: readonly (readonly [bytes: string, id: string])[] = [
  ["not-utf-8-\xff\xfe.pdf", "not-utf-8-%FF%FE.pdf"],
  ["overlong-\xc0\xaf.pdf", "overlong-%C0%AF.pdf"],
];

const LONG_NAME = `${"\u00e9".repeat(125)}a.pdf`;
const DEEP_FOLDER = Array.from({ length: 100 }, (_, level) => `f${level}`).join("/");

export const NAMED_FILES: readonly NamedFile[] = [
  ...NAMES.map(([name, id = name]) => named(join("names", name), `names/${id}`)),
  ...NOT_UTF_8.map(([bytes, id]) => named(Buffer.from(`names/${bytes}`, "latin1"), `names/${id}`)),
  named(`names/${LONG_NAME}`, `names/${LONG_NAME}`),
  named(`names/deep/${DEEP_FOLDER}/x.pdf`, `names/deep/${DEEP_FOLDER}/x.pdf`),
  named("results.jsonl", "results.jsonl"),
  named(".ream/ledger.jsonl", ".ream/ledger.jsonl"),
];

/** What the table of expectations calls documents whose names would fill it. */
export const SHORT_IDS: ReadonlyMap<string, string> = new Map([
  [`names/${LONG_NAME}`, "names/of-255-bytes"],
  [`names/deep/${DEEP_FOLDER}/x.pdf`, "names/deep/of-100-folders.pdf"],
]);

/** Some are pictures, because their names are handed to a command. No two are equal, or one would be read for all. */
function named(path: string | Buffer, id: string): NamedFile {
  const content = ({ picture }: HostileWorld): Buffer => Buffer.concat([id.endsWith(".png") ? picture : onePage(), Buffer.from(`\n% ${id}\n`)]);
  return { path: typeof path === "string" ? Buffer.from(path) : path, id, content };
}
