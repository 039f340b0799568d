/**
 * Tesseract's own library, called in this process. A call takes seconds, and whatever breaks it ends the process: to be used in a
 * process of its own, `tesseract-process.ts`. Names and types: `tesseract/capi.h` and `leptonica/allheaders.h`.
 */
import koffi from "koffi";

/** Of Debian's `libtesseract5` and `liblept5`, which the command uses, too. */
const LIBRARIES = { tesseract: "libtesseract.so.5", leptonica: "liblept.so.5" } as const;
const LSTM_ONLY = 1;
/** Whole pages with columns. */
const SEGMENT_PAGES = 3;

export interface LibraryImage {
  /** See `spix.ts`. */
  readonly spix: Uint8Array;
  /** 0: not known. */
  readonly dpi: number;
}

export interface LibraryPage {
  readonly text: string;
  /** Rows of words, as the command's `tsv` output has them; empty where they were not needed. */
  readonly table: string;
  /** Mean over the words, 0 to 100. */
  readonly confidence: number;
}

export interface TesseractLibrary {
  /** Throws where the library cannot read with these languages. */
  readonly init: (languages: string) => void;
  readonly read: (image: LibraryImage, needsWords: boolean) => LibraryPage;
}

type Handle = object | null;

/** Throws where the library is not installed. */
export function loadTesseract(): TesseractLibrary {
  const calls = bind();
  const api = calls.create();
  const init = (languages: string): void => {
    if (calls.init(api, null, languages, LSTM_ONLY) !== 0) throw new Error(`the library of Tesseract cannot read ${languages}`);
    calls.setVariable(api, "debug_file", "/dev/null");
    calls.setMode(api, SEGMENT_PAGES);
  };
  return { init, read: (image, needsWords) => readImage(calls, api, { image, needsWords }) };
}

type Calls = ReturnType<typeof bind>;

function bind() {
  const tesseract = koffi.load(LIBRARIES.tesseract);
  const leptonica = koffi.load(LIBRARIES.leptonica);
  return {
    create: tesseract.func("void *TessBaseAPICreate()") as () => Handle,
    init: tesseract.func("int TessBaseAPIInit2(void *api, const char *folder, const char *languages, int mode)") as (api: Handle, folder: null, languages: string, mode: number) => number,
    setVariable: tesseract.func("int TessBaseAPISetVariable(void *api, const char *name, const char *value)") as (api: Handle, name: string, value: string) => number,
    setMode: tesseract.func("void TessBaseAPISetPageSegMode(void *api, int mode)") as (api: Handle, mode: number) => void,
    setImage: tesseract.func("void TessBaseAPISetImage2(void *api, void *image)") as (api: Handle, image: Handle) => void,
    recognise: tesseract.func("int TessBaseAPIRecognize(void *api, void *monitor)") as (api: Handle, monitor: null) => number,
    text: tesseract.func("void *TessBaseAPIGetUTF8Text(void *api)") as (api: Handle) => Handle,
    table: tesseract.func("void *TessBaseAPIGetTsvText(void *api, int page)") as (api: Handle, page: number) => Handle,
    confidence: tesseract.func("int TessBaseAPIMeanTextConf(void *api)") as (api: Handle) => number,
    freeText: tesseract.func("void TessDeleteText(void *text)") as (text: Handle) => void,
    clear: tesseract.func("void TessBaseAPIClear(void *api)") as (api: Handle) => void,
    forget: tesseract.func("void TessBaseAPIClearAdaptiveClassifier(void *api)") as (api: Handle) => void,
    readSpix: leptonica.func("void *pixReadMemSpix(const uint8_t *bytes, size_t length)") as (bytes: Uint8Array, length: number) => Handle,
    freeImage: leptonica.func("void pixDestroy(_Inout_ void **image)") as (image: [Handle]) => void,
  };
}

function readImage(calls: Calls, api: Handle, { image, needsWords }: { readonly image: LibraryImage; readonly needsWords: boolean }): LibraryPage {
  const { spix, dpi } = image;
  const pixels = calls.readSpix(spix, spix.length);
  if (pixels === null) throw new Error("Leptonica does not take the picture");
  try {
    // It stays set.
    calls.setVariable(api, "user_defined_dpi", String(dpi));
    calls.setImage(api, pixels);
    if (calls.recognise(api, null) !== 0) throw new Error("recognition failed");
    const text = takeText(calls, calls.text(api));
    return { text, table: needsWords ? takeText(calls, calls.table(api, 0)) : "", confidence: calls.confidence(api) };
  } finally {
    calls.clear(api);
    // No page is to learn from the one before, which may be another document's.
    calls.forget(api);
    calls.freeImage([pixels]);
  }
}

function takeText(calls: Calls, text: Handle): string {
  if (text === null) return "";
  const taken: unknown = koffi.decode(text, "char", -1);
  calls.freeText(text);
  return String(taken);
}
