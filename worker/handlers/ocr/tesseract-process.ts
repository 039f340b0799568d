/** A process that reads one page after another with Tesseract's library: no page waits for its start, which takes as long as a tenth of a page. */
import type { FromTesseract, ToTesseract } from "./tesseract-messages.ts";
import { loadTesseract } from "./tesseract-library.ts";

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => undefined);
process.on("disconnect", () => process.exit());

const library = loadTesseract();
let ready = "";

process.on("message", (message: ToTesseract) => {
  say(read(message));
});
say({ kind: "ready" });

function read({ languages, needsWords, ...image }: ToTesseract): FromTesseract {
  try {
    if (ready !== languages) library.init(languages);
    ready = languages;
    const page = library.read(image, needsWords);
    return { kind: "page", memoryBytes: process.memoryUsage.rss(), ...page };
  } catch (error) {
    ready = "";
    return { kind: "failed", message: error instanceof Error ? error.message : "unknown error" };
  }
}

function say(message: FromTesseract): void {
  process.send?.(message);
}
