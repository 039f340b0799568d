/**
 * Starts pdfium with a limit on its memory. WebAssembly would give it two gigabytes, and a small file can ask for them; by then
 * the process is too large, and what was wrong with the document cannot be told any more.
 */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { PDFiumModule } from "@hyzyla/pdfium";

export type Module = Awaited<ReturnType<typeof PDFiumModule>>;

/** State: of one instance. Its memory never shrinks. */
export interface MemoryBudget {
  mostBytes: number;
  /** It asked for more, and did not get it: what it says from then on may leave something out. */
  wasExceeded: boolean;
}

export interface Pdfium {
  readonly module: Module;
  readonly memory: MemoryBudget;
}

/** Of the language's own WebAssembly, which no types that are installed here describe. */
interface WebAssemblyCalls {
  readonly compile: (bytes: Uint8Array) => Promise<Program>;
  readonly instantiate: (program: Program, imports: Imports) => Promise<object>;
}

type Program = object;
type Imports = Readonly<Record<string, Readonly<Record<string, unknown>>>>;
const webAssembly = Reflect.get(globalThis, "WebAssembly") as WebAssemblyCalls;

/** Compiled once in a process, however often an instance is dropped. */
let program: Promise<Program> | undefined;

export async function startPdfium(mostBytes: number): Promise<Pdfium> {
  program ??= compile();
  const compiled = await program;
  const memory: MemoryBudget = { mostBytes, wasExceeded: false };
  const instantiateWasm = (imports: Imports, take: (instance: object) => void): object => {
    void webAssembly.instantiate(compiled, withLimit(imports, memory)).then(take);
    return {};
  };
  const module = await withoutAccessors(() => PDFiumModule({ instantiateWasm: instantiateWasm as never }));
  module._FPDF_InitLibraryWithConfig({});
  return { module, memory };
}

async function compile(): Promise<Program> {
  return webAssembly.compile(await readFile(createRequire(import.meta.url).resolve("@hyzyla/pdfium/pdfium.wasm")));
}

/** The library leaves accessors on the global object, to warn of old names; they hold its first instance for ever, memory and all. */
async function withoutAccessors<T>(start: () => Promise<T>): Promise<T> {
  const before = new Set(Object.getOwnPropertyNames(globalThis));
  const started = await start();
  for (const name of Object.getOwnPropertyNames(globalThis)) {
    const isAccessor = Object.getOwnPropertyDescriptor(globalThis, name)?.get !== undefined;
    if (isAccessor && !before.has(name)) Reflect.deleteProperty(globalThis, name);
  }
  return started;
}

/** The one way in which its memory grows. */
function withLimit(imports: Imports, memory: MemoryBudget): Imports {
  const { env = {} } = imports;
  const { emscripten_resize_heap: grow } = env;
  if (!isGrow(grow)) throw new Error("the PDF library's memory cannot be limited: it grows in another way than before");
  const growWithin = (bytes: number): boolean => {
    // It is a whole number of 32 bits without a sign.
    if (bytes >>> 0 <= memory.mostBytes) return Boolean(grow(bytes));
    memory.wasExceeded = true;
    return false;
  };
  return { ...imports, env: { ...env, emscripten_resize_heap: growWithin } };
}

function isGrow(value: unknown): value is (bytes: number) => unknown {
  return typeof value === "function";
}
