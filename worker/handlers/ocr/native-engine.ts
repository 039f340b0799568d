/** The `tesseract` command: one process for each page, killed at the page's time limit. */
import { PermanentError, RetryableError } from "../../errors.ts";
import { baseEnvironment } from "../command/base-environment.ts";
import { lastLine } from "../command/last-line.ts";
import { type CommandEnd, runCommand } from "../command/run-command.ts";
import { type OcrEngine, pageTookTooLong, type RecognisedText, type RecogniseOptions } from "./engine.ts";
import type { GreyPicture } from "./grey-picture.ts";
import { encodePgm } from "./pgm.ts";
import { readTesseractOutput } from "./tesseract-output.ts";

/** What is installed on this worker. */
export interface NativeTesseract {
  readonly version: string;
  readonly languages: ReadonlySet<string>;
  /** `fast` for a distribution's own data, else the name of the folder that holds it. */
  readonly model: string;
}

const PROBE_TIMEOUT_MS = 10_000;
/** A page of 200 megapixels full of small print gives about 2 MB. */
const MAX_OUTPUT_BYTES = 64 * 1024 * 1024;

/** Undefined where the command is not installed, or does not run. */
export async function findNativeTesseract(): Promise<NativeTesseract | undefined> {
  try {
    const version = /tesseract v?(\d[\w.-]*)/i.exec(await ask("--version"))?.[1];
    const listed = await ask("--list-langs");
    if (version === undefined) return undefined;
    const [, folder = ""] = /"(.+?)\/?"/.exec(listed) ?? [];
    return { version, languages: new Set(listed.split("\n").slice(1).map((line) => line.trim())), model: toModelName(folder) };
  } catch {
    return undefined;
  }
}

export function createNativeEngine({ version, model }: NativeTesseract): OcrEngine {
  return { kind: "native", name: `tesseract ${version} (native, ${model})`, recognise, close: async () => undefined };
}

async function recognise(picture: GreyPicture, { languages, timeoutMs, signal }: RecogniseOptions): Promise<RecognisedText> {
  const pageTime = AbortSignal.timeout(timeoutMs);
  const run = runTesseract(toArguments(picture, languages), encodePgm(picture), AbortSignal.any([signal, pageTime]));
  const end = await run.catch((error: unknown) => {
    if (pageTime.aborted && !signal.aborted) throw pageTookTooLong();
    throw error;
  });
  checkEnd(end);
  return readTesseractOutput(end.stdout.toString());
}

/** PSM 3: whole pages with columns; OEM 1: LSTM only; the two outputs come one after the other on stdout. */
function toArguments({ dpi }: GreyPicture, languages: readonly string[]): string[] {
  const resolution = dpi === undefined ? [] : ["--dpi", String(dpi)];
  return ["stdin", "stdout", "-l", languages.join("+"), "--psm", "3", "--oem", "1", ...resolution, "txt", "tsv"];
}

function checkEnd(end: CommandEnd): void {
  if (end.isStdoutTooLong) throw new PermanentError("InvalidResult", `recognition gave more than ${MAX_OUTPUT_BYTES} bytes of text`);
  if (end.exitCode === undefined) throw new RetryableError("HandlerCrashed", `tesseract was ended by ${end.killedBy ?? "a signal"}`);
  if (end.exitCode === 0) return;
  throw new RetryableError("HandlerError", `tesseract ended with exit code ${end.exitCode}: ${lastLine(end.stderr)}`);
}

function runTesseract(args: readonly string[], stdin: string | Uint8Array, signal: AbortSignal): Promise<CommandEnd> {
  // With OpenMP's own choice of threads a page takes eight times as long.
  const environment = { ...baseEnvironment(), OMP_THREAD_LIMIT: "1" };
  return runCommand({ command: "tesseract", args, environment, stdin, maxStdoutBytes: MAX_OUTPUT_BYTES, signal });
}

/** Older ones answer on stderr. */
async function ask(question: string): Promise<string> {
  const { stdout, stderr } = await runTesseract([question], "", AbortSignal.timeout(PROBE_TIMEOUT_MS));
  return `${stdout.toString()}${stderr.toString()}`;
}

function toModelName(folder: string): string {
  return folder.startsWith("/usr/share/") ? "fast" : (folder.split("/").findLast((part) => part !== "tessdata") ?? "unknown model");
}
