/** In which encoding a text is: the mark at its start tells, or the first line of XML; without either it is UTF-8. */

export interface TextEncoding {
  /** As TextDecoder calls it. */
  readonly label: string;
  readonly markBytes: 0 | 2 | 3;
}

const DECLARATION = /^<\?xml\s[^>]{0,100}?encoding\s*=\s*["']([\w.:-]{1,40})["']/;
const DECLARATION_BYTES = 200;

export function tellEncoding(head: Buffer): TextEncoding {
  const [first, second, third] = head;
  if (first === 0xff && second === 0xfe) return { label: "utf-16le", markBytes: 2 };
  if (first === 0xfe && second === 0xff) return { label: "utf-16be", markBytes: 2 };
  if (first === 0xef && second === 0xbb && third === 0xbf) return { label: "utf-8", markBytes: 3 };
  const [, declared = "utf-8"] = DECLARATION.exec(head.toString("latin1", 0, DECLARATION_BYTES)) ?? [];
  return { label: isKnown(declared) ? declared : "utf-8", markBytes: 0 };
}

function isKnown(label: string): boolean {
  try {
    // Bytes that could be read in the declaration are not of two bytes a character.
    return !new TextDecoder(label).encoding.startsWith("utf-16");
  } catch {
    return false;
  }
}
