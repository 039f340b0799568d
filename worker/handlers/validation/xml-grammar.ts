/**
 * Is XML well formed? Elements, attributes, comments, instructions and character data; every element is closed, in order, and
 * there is one root. Entities are looked at, never expanded, and nothing is fetched: no document can make this grow.
 */

const NAME = "[A-Za-z_:\\u0080-\\u{10ffff}][\\w:.\\-\\u0080-\\u{10ffff}]*";
const ENTITY = `&(?:${NAME}|#\\d{1,7}|#x[0-9A-Fa-f]{1,6});`;
const VALUE = `"[^<&"]*(?:${ENTITY}[^<&"]*)*"|'[^<&']*(?:${ENTITY}[^<&']*)*'`;

const COMMENT = /<!--[^-]*(?:-[^-]+)*-->/y;
const CDATA = /<!\[CDATA\[[^\]]*(?:\](?!\]>)[^\]]*)*\]\]>/y;
const INSTRUCTION = new RegExp(`<\\?(${NAME})(?:\\s[^?]*(?:\\?(?!>)[^?]*)*)?\\?>`, "uy");
const OPENING = new RegExp(`<(${NAME})((?:\\s+${NAME}\\s*=\\s*(?:${VALUE}))*)\\s*(/?)>`, "uy");
const CLOSING = new RegExp(`</(${NAME})\\s*>`, "uy");
/** In pieces: what is matched at once needs memory by its length. */
const DATA = new RegExp(`[^<&]{1,65536}|${ENTITY}`, "uy");
/** With an internal subset, in which no `]` may stand in a value. */
const DOCTYPE = /<!DOCTYPE\s[^[>]*(?:\[[^\]]*\]\s*)?>/y;

const MAX_DEPTH = 10_000;

/** What is wrong, and in which line; undefined for well-formed XML. */
export function findXmlProblem(text: string): string | undefined {
  const open: string[] = [];
  let [place, roots] = [0, 0];
  while (place < text.length) {
    const token = readToken(text, place);
    if (token === undefined) return at(text, place, "this is no element, comment or text");
    if (token.kind === "open" && open.length === 0) roots += 1;
    const problem = roots > 1 ? "there is a second root element" : settle(token, open);
    if (problem !== undefined) return at(text, place, problem);
    place = token.end;
  }
  if (open.length > 0) return at(text, place, `\`${open.at(-1)?.slice(0, 64)}\` is not closed`);
  return roots === 0 ? "there is no element" : undefined;
}

interface Token {
  readonly kind: "open" | "close" | "data" | "other";
  readonly name: string;
  readonly isEmpty: boolean;
  readonly end: number;
}

/** Changes `open`, the names of the elements that are open. */
function settle({ kind, name, isEmpty }: Token, open: string[]): string | undefined {
  if (kind === "data" && open.length === 0 && name.trim() !== "") return "there is text outside of the root element";
  if (kind === "open" && !isEmpty) open.push(name);
  if (open.length > MAX_DEPTH) return `elements nest deeper than ${MAX_DEPTH}`;
  return kind === "close" && open.pop() !== name ? `\`${name.slice(0, 64)}\` is closed, but was not open last` : undefined;
}

const OTHERS = [COMMENT, CDATA, INSTRUCTION, DOCTYPE];

function readToken(text: string, place: number): Token | undefined {
  const match = (pattern: RegExp): RegExpExecArray | undefined => {
    pattern.lastIndex = place;
    return pattern.exec(text) ?? undefined;
  };
  const toToken = (kind: Token["kind"], found: RegExpExecArray, name = ""): Token => ({ kind, name, isEmpty: found[3] === "/", end: place + found[0].length });
  const data = match(DATA);
  if (data !== undefined) return toToken("data", data, data[0].replace("\ufeff", ""));
  const opening = match(OPENING);
  if (opening !== undefined) return toToken("open", opening, opening[1]);
  const closing = match(CLOSING);
  if (closing !== undefined) return toToken("close", closing, closing[1]);
  const other = OTHERS.map(match).find((found) => found !== undefined);
  return other === undefined ? undefined : toToken("other", other);
}

function at(text: string, place: number, what: string): string {
  return `line ${text.slice(0, place).split("\n").length}: ${what}`;
}
