/** Looks into a document, by its type. What is wrong with it comes back as a value: other checks are still to be reported. */
import { PermanentError } from "../../errors.ts";
import { UNKNOWN_TYPE } from "./detect-media-type.ts";
import { inspectArchive, isArchive } from "./inspect-archive.ts";
import { DECODED_IMAGES, inspectImage } from "./inspect-image.ts";
import { inspectPdf } from "./inspect-pdf.ts";
import { inspectText } from "./inspect-text.ts";
import type { Inspecting } from "./inspecting.ts";
import type { Inspection } from "./inspection.ts";

/** Nobody here can look into it: neither sound nor broken. */
export const UNREAD = "";

export async function inspect(inspecting: Inspecting): Promise<Inspection> {
  try {
    return await inspectByType(inspecting);
  } catch (error) {
    if (error instanceof PermanentError) return { problem: error, read: UNREAD };
    throw error;
  }
}

function inspectByType(inspecting: Inspecting): Promise<Inspection> | Inspection {
  const { type } = inspecting;
  if (type === "application/pdf") return inspectPdf(inspecting);
  if (DECODED_IMAGES.has(type)) return inspectImage(inspecting);
  if (isArchive(type)) return inspectArchive(inspecting);
  if (isText(type)) return inspectText(inspecting);
  return { read: UNREAD };
}

const TEXTS: ReadonlySet<string> = new Set(["application/json", "application/x-ndjson", "application/xml", "image/svg+xml"]);

function isText(type: string): boolean {
  return type !== UNKNOWN_TYPE && (type.startsWith("text/") || TEXTS.has(type));
}
