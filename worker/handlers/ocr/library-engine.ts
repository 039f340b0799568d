/** Tesseract's library in a process of its own, which reads many pages; ended at a page's time limit, and begun again for the next page. */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { RetryableError } from "../../errors.ts";
import { baseEnvironment } from "../command/base-environment.ts";
import { type OcrEngine, pageTookTooLong, type RecognisedText, type RecogniseOptions } from "./engine.ts";
import type { GreyPicture } from "./grey-picture.ts";
import { encodeSpix } from "./spix.ts";
import type { FromTesseract, ToTesseract } from "./tesseract-messages.ts";
import { readTesseractOutput } from "./tesseract-output.ts";

const PROGRAM = new URL("./tesseract-process.ts", import.meta.url);
const START_TIMEOUT_MS = 10_000;
const END_TIMEOUT_MS = 1000;
/** What pages leave behind in its memory is given back: after many of them, or after a very large one. */
const PAGES_PER_PROCESS = 250;
const KEPT_MEMORY_BYTES = 256 * 1024 * 1024;
/** What is sent is in memory three times on its way: of larger pictures the command reads a stream. */
const MAX_SENT_BYTES = 16 * 1024 * 1024;

/** State: the process, absent before the first page and after one that it did not survive; `#isUsable`, false once it did not start. */
export class LibraryEngine implements OcrEngine {
  readonly kind = "native";
  readonly name: string;
  readonly #command: OcrEngine;
  readonly #program: URL;
  #turn: Promise<unknown> = Promise.resolve();
  #child: ChildProcess | undefined;
  #pages = 0;
  #isUsable = true;

  /** `command` reads the same, and serves where the library does not load. */
  constructor(command: OcrEngine, program = PROGRAM) {
    this.name = command.name;
    this.#command = command;
    this.#program = program;
  }

  recognise(picture: GreyPicture, options: RecogniseOptions): Promise<RecognisedText> {
    const page = this.#turn.then(() => this.#recognise(picture, options));
    this.#turn = page.catch(() => undefined);
    return page;
  }

  close(): Promise<void> {
    return this.#end((child) => (child.connected ? child.disconnect() : child.kill("SIGKILL")));
  }

  /** What reads a page hears nothing before the page's end. */
  #kill(): Promise<void> {
    return this.#end((child) => child.kill("SIGKILL"));
  }

  async #end(ask: (child: ChildProcess) => void): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    const late = setTimeout(() => child.kill("SIGKILL"), END_TIMEOUT_MS);
    ask(child);
    await gone;
    clearTimeout(late);
  }

  async #recognise(picture: GreyPicture, options: RecogniseOptions): Promise<RecognisedText> {
    options.signal.throwIfAborted();
    const isTooLarge = picture.data.length > MAX_SENT_BYTES;
    // Its memory is needed.
    if (isTooLarge) await this.close();
    const child = isTooLarge ? undefined : await this.#provide();
    return child === undefined ? this.#command.recognise(picture, options) : this.#askFor(child, picture, options);
  }

  async #askFor(child: ChildProcess, picture: GreyPicture, { languages, needsWords, timeoutMs, signal }: RecogniseOptions): Promise<RecognisedText> {
    const message: ToTesseract = { spix: encodeSpix(picture), dpi: picture.dpi ?? 0, languages: languages.join("+"), needsWords };
    const pageTime = AbortSignal.timeout(timeoutMs);
    try {
      const answer = await ask(child, message, AbortSignal.any([signal, pageTime]));
      if (answer.kind === "page" && answer.memoryBytes > KEPT_MEMORY_BYTES) await this.close();
      return toText(answer, needsWords);
    } catch (error) {
      await this.#kill();
      if (pageTime.aborted && !signal.aborted) throw pageTookTooLong();
      throw error;
    }
  }

  async #provide(): Promise<ChildProcess | undefined> {
    if (!this.#isUsable) return undefined;
    if (this.#pages >= PAGES_PER_PROCESS) await this.close();
    if (this.#child === undefined) {
      this.#child = await startProcess(this.#program);
      this.#isUsable = this.#child !== undefined;
      this.#pages = 0;
    }
    this.#pages += 1;
    return this.#child;
  }
}

/** Undefined where the library is not installed, or not the one that is known here. */
async function startProcess(program: URL): Promise<ChildProcess | undefined> {
  // With OpenMP's own choice of threads a page takes eight times as long.
  const { NODE_COMPILE_CACHE: cache } = process.env;
  const env = { ...baseEnvironment(), OMP_THREAD_LIMIT: "1", ...(cache === undefined ? {} : { NODE_COMPILE_CACHE: cache }) };
  const child = fork(program, { env, serialization: "advanced", execArgv: ["--no-warnings"], stdio: ["ignore", "ignore", "ignore", "ipc"] });
  // Nothing waits for it: it ends with this process.
  child.unref();
  child.channel?.unref();
  try {
    await answerOf(child, AbortSignal.timeout(START_TIMEOUT_MS));
    return child;
  } catch {
    child.kill("SIGKILL");
    return undefined;
  }
}

async function ask(child: ChildProcess, message: ToTesseract, signal: AbortSignal): Promise<FromTesseract> {
  child.send(message);
  return answerOf(child, signal);
}

async function answerOf(child: ChildProcess, signal: AbortSignal): Promise<FromTesseract> {
  const done = new AbortController();
  const until = { signal: AbortSignal.any([signal, done.signal]) };
  child.channel?.ref();
  try {
    const said = once(child, "message", until);
    const ended = once(child, "exit", until).then(([, by]) => Promise.reject(new RetryableError("HandlerCrashed", `tesseract was ended by ${String(by ?? "itself")}`)));
    // The one that loses is aborted below.
    for (const either of [said, ended]) either.catch(() => undefined);
    const [answer]: FromTesseract[] = await Promise.race([said, ended]);
    return answer ?? { kind: "failed", message: "no answer" };
  } finally {
    child.channel?.unref();
    done.abort();
  }
}

function toText(answer: FromTesseract, needsWords: boolean): RecognisedText {
  if (answer.kind !== "page") throw new RetryableError("HandlerError", `tesseract failed: ${answer.kind === "failed" ? answer.message : "it answered something else"}`);
  const { words, confidence } = readTesseractOutput(answer.table);
  return { text: answer.text, words, confidence: needsWords ? confidence : answer.confidence };
}
