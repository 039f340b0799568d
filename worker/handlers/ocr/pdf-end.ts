/**
 * Whether a PDF is all there. The library pieces together what it finds of one that is cut short, and says nothing of what it
 * does not find: pages come out with half their text, or blank.
 */
import { PermanentError } from "../../errors.ts";
import { FileBytes } from "./containers/file-bytes.ts";

const STEP_BYTES = 64 * 1024;
/** Behind the last object come a table of places, and what somebody appended: of that, the end is not looked at. */
const MAX_TAIL_BYTES = 32 * 1024 * 1024;
const HEAD_BYTES = 1024;
const OBJECT_END = "endobj";
const OBJECTS_ARE_OVER = /\b(?:xref|trailer|startxref)\b/;
const OBJECT_BEGINS = /(?:^|[\r\n])\d{1,10} \d{1,5} obj\b/;
/** Web-ready files say their length first. */
const SAID_LENGTH = /\/Linearized\b[^>]{0,200}?\/L (\d{1,12})/;

/** Throws PermanentError Truncated. */
export function checkPdfEnd(path: string): void {
  const file = new FileBytes(path);
  try {
    const said = SAID_LENGTH.exec(file.read(0, HEAD_BYTES).toString("latin1"))?.[1];
    if (said !== undefined && Number(said) > file.size) throw truncated(`it says that it has ${said} bytes, and has ${file.size}`);
    const tail = readTail(file);
    if (!OBJECTS_ARE_OVER.test(tail)) throw truncated("it has no end");
    if (OBJECT_BEGINS.test(tail)) throw truncated("its last object has no end");
  } finally {
    file.close();
  }
}

/** What comes behind the last object; the beginning of a file that has none. */
function readTail(file: FileBytes): string {
  for (let at = file.size; at > 0; ) {
    at = Math.max(0, at - STEP_BYTES);
    // A word may lie across two steps.
    const found = file.read(at, STEP_BYTES + OBJECT_END.length).lastIndexOf(OBJECT_END);
    if (found === -1 && at > 0) continue;
    const from = found === -1 ? 0 : at + found + OBJECT_END.length;
    return file.read(from, Math.min(file.size - from, MAX_TAIL_BYTES)).toString("latin1");
  }
  return "";
}

function truncated(what: string): PermanentError {
  return new PermanentError("Truncated", `the PDF is cut short: ${what}; fetch or copy it again`);
}
