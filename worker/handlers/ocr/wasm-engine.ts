/** tesseract.js: Tesseract as WebAssembly in one long-lived thread, for machines without the command. */
import { createRequire } from "node:module";
import { setTimeout as delay } from "node:timers/promises";
import { Worker as Thread } from "node:worker_threads";
import tesseract, { type Worker } from "tesseract.js";
import { RetryableError } from "../../errors.ts";
import { type OcrEngine, pageTookTooLong, type RecognisedText, type RecogniseOptions } from "./engine.ts";
import type { GreyPicture } from "./grey-picture.ts";
import type { LanguageData } from "./language-data.ts";
import { encodeSpix } from "./spix.ts";
import { readTesseractOutput } from "./tesseract-output.ts";

const START_TIMEOUT_MS = 60_000;
/** WebAssembly memory never shrinks; a new thread costs 0.2 s. */
const PAGES_PER_THREAD = 250;

interface Reader {
  readonly worker: Worker;
  /** Rejects when the thread is gone. */
  readonly ended: Promise<never>;
}

/**
 * State: `turn` ends when the page before has ended, so that one page at a time is in the thread. `reader` is that
 * thread, for `languages`; absent before the first page, and after a page that left it in doubt.
 */
export class WasmEngine implements OcrEngine {
  readonly kind = "wasm";
  readonly name: string;
  readonly #data: LanguageData;
  #turn: Promise<unknown> = Promise.resolve();
  #reader: Reader | undefined;
  #languages = "";
  #pages = 0;

  constructor(data: LanguageData) {
    this.#data = data;
    this.name = `tesseract.js ${readVersion()} (wasm, ${data.model})`;
  }

  recognise(picture: GreyPicture, options: RecogniseOptions): Promise<RecognisedText> {
    const page = this.#turn.then(() => this.#recognise(picture, options));
    this.#turn = page.catch(() => undefined);
    return page;
  }

  async close(): Promise<void> {
    await this.#reader?.worker.terminate();
    this.#reader = undefined;
  }

  async #recognise(picture: GreyPicture, options: RecogniseOptions): Promise<RecognisedText> {
    options.signal.throwIfAborted();
    try {
      const { worker, ended } = await this.#provide(options.languages.join("+"));
      return await withinTime(Promise.race([readPage(worker, picture, options.needsWords), ended]), options, pageTookTooLong());
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  async #provide(languages: string): Promise<Reader> {
    if (this.#languages !== languages || this.#pages >= PAGES_PER_THREAD) await this.close();
    if (this.#reader === undefined) {
      this.#reader = await startReader(this.#data, languages);
      this.#languages = languages;
      this.#pages = 0;
    }
    this.#pages += 1;
    return this.#reader;
  }
}

async function readPage(worker: Worker, picture: GreyPicture, needsWords: boolean): Promise<RecognisedText> {
  try {
    // It stays set: 0 means that it is not known.
    await worker.setParameters({ user_defined_dpi: String(picture.dpi ?? 0) });
    const { data } = await worker.recognize(encodeSpix(picture), {}, { text: true, tsv: needsWords });
    const { words, confidence } = readTesseractOutput(data.tsv ?? "");
    return { text: data.text, words, confidence: needsWords ? confidence : data.confidence };
  } catch (error) {
    throw new RetryableError("HandlerError", "the WebAssembly engine failed on the page", { cause: error });
  }
}

/** Page segmentation 3: the library's own default takes every page for one block, and columns end up as nonsense. */
async function startReader(data: LanguageData, languages: string): Promise<Reader> {
  const lateStart = new RetryableError("HandlerError", `the WebAssembly engine did not start within ${START_TIMEOUT_MS / 1000} s`);
  const worker = await withinTime(createWorker(data, languages), { timeoutMs: START_TIMEOUT_MS, signal: new AbortController().signal }, lateStart);
  const ended = endOf(worker);
  await worker.setParameters({ tessedit_pageseg_mode: tesseract.PSM.AUTO, debug_file: "/dev/null" });
  return { worker, ended };
}

/** The library does not listen to the end of its thread: unheard, an error there would end this process. */
function endOf(worker: Worker): Promise<never> {
  const thread: unknown = Reflect.get(worker, "worker");
  const ended = new Promise<never>((_, reject) => {
    if (!(thread instanceof Thread)) return;
    thread.on("error", (cause) => reject(new RetryableError("HandlerError", "the WebAssembly engine ended on the page", { cause })));
    thread.on("exit", () => reject(new RetryableError("HandlerError", "the WebAssembly engine ended on the page")));
  });
  ended.catch(() => undefined);
  return ended;
}

/** Resolves never, by the library's fault, when the data cannot be read: `errorHandler` is the only one to hear of it. */
function createWorker({ folder, isGzip }: LanguageData, languages: string): Promise<Worker> {
  return new Promise((resolve, reject) => {
    const errorHandler = (cause: unknown): void => reject(new RetryableError("HandlerError", "the WebAssembly engine does not start", { cause }));
    const options = { langPath: folder, gzip: isGzip, cacheMethod: "none", errorHandler };
    tesseract.createWorker(languages, tesseract.OEM.LSTM_ONLY, options).then(resolve, errorHandler);
  });
}

async function withinTime<T>(work: Promise<T>, { timeoutMs, signal }: Pick<RecogniseOptions, "timeoutMs" | "signal">, late: RetryableError): Promise<T> {
  const done = new AbortController();
  // The loser of the race is ignored, not unhandled.
  work.catch(() => undefined);
  const timeIsOver = delay(timeoutMs, undefined, { signal: AbortSignal.any([signal, done.signal]) }).then(
    () => Promise.reject(late),
    () => Promise.reject(signal.reason),
  );
  try {
    return await Promise.race([work, timeIsOver]);
  } finally {
    done.abort();
  }
}

function readVersion(): string {
  const { version }: { version: string } = createRequire(import.meta.url)("tesseract.js/package.json");
  return version;
}
