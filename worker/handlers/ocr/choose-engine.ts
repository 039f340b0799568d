/** Which engine reads a document: what the job asks for, and what this worker has. Found out once, and kept for the process. */
import type { OcrOptions } from "../../../contract/handlers/ocr-options.ts";
import { PermanentError, UnavailableError } from "../../errors.ts";
import type { OcrEngine } from "./engine.ts";
import { findLanguageData } from "./language-data.ts";
import { LibraryEngine } from "./library-engine.ts";
import { createNativeEngine, findNativeTesseract, type NativeTesseract } from "./native-engine.ts";
import { WasmEngine } from "./wasm-engine.ts";

export interface Engines {
  /** Throws PermanentError LanguageMissing; UnavailableError where the job insists on an engine that is not here. */
  readonly choose: (options: OcrOptions) => Promise<OcrEngine>;
  readonly close: () => Promise<void>;
}

export function createEngines(): Engines {
  let native: ReturnType<FindNative> | undefined;
  const wasm = new Map<string, WasmEngine>();
  const findNative: FindNative = () => (native ??= findNativeEngine());
  const close = async (): Promise<void> => {
    await Promise.all([(await native)?.engine, ...wasm.values()].map((engine) => engine?.close()));
    wasm.clear();
  };
  return { choose: (options) => choose(options, findNative, wasm), close };
}

interface NativeEngine extends NativeTesseract {
  readonly engine: OcrEngine;
}

type FindNative = () => Promise<NativeEngine | undefined>;

async function findNativeEngine(): Promise<NativeEngine | undefined> {
  const tesseract = await findNativeTesseract();
  return tesseract && { ...tesseract, engine: new LibraryEngine(createNativeEngine(tesseract)) };
}

async function choose({ engine, languages }: OcrOptions, findNative: FindNative, wasm: Map<string, WasmEngine>): Promise<OcrEngine> {
  const native = engine === "wasm" ? undefined : await findNative();
  if (native !== undefined && missingFrom(native, languages).length === 0) return native.engine;
  if (engine === "native") throw whyNotNative(native, languages);
  return chooseWasm(languages, wasm);
}

/** One thread for each folder of models; mostly there is one. */
async function chooseWasm(languages: readonly string[], wasm: Map<string, WasmEngine>): Promise<OcrEngine> {
  const data = await findLanguageData(languages);
  if (data === undefined) throw await languageMissing(languages);
  const engine = wasm.get(data.folder) ?? new WasmEngine(data);
  wasm.set(data.folder, engine);
  return engine;
}

function whyNotNative(native: NativeTesseract | undefined, languages: readonly string[]): Error {
  if (native !== undefined) return toLanguageError(missingFrom(native, languages));
  return new UnavailableError("the command `tesseract` is not installed on this worker: install tesseract-ocr, or leave `engine` at auto");
}

function missingFrom({ languages: installed }: NativeTesseract, languages: readonly string[]): string[] {
  return languages.filter((language) => !installed.has(language));
}

async function languageMissing(languages: readonly string[]): Promise<PermanentError> {
  const found = await Promise.all(languages.map(async (language) => (await findLanguageData([language])) !== undefined));
  const missing = languages.filter((_, index) => !found[index]);
  // Each is there, but no folder has them all.
  return toLanguageError(missing.length > 0 ? missing : languages);
}

function toLanguageError(missing: readonly string[]): PermanentError {
  const names = missing.map((language) => `\`${language}\``).join(", ");
  const packages = missing.map((language) => `tesseract-ocr-${language.replaceAll("_", "-").toLowerCase()}`).join(" ");
  const message = `no data for language ${names} on this worker: install it (Debian: ${packages}), or take it out of \`languages\``;
  return new PermanentError("LanguageMissing", message);
}
