/** A volume with archives, listed and fetched as a job does it. */
import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { ManifestDocument } from "../../../../contract/wire/manifest.ts";
import type { FetchDocument } from "../../../handler-setup.ts";
import { DEFAULT_LIMITS, type Limits } from "../../../limits.ts";
import { createFetchDocument } from "../../fetch-document.ts";
import type { SourceContext } from "../../source.ts";
import { listVolume, type VolumeSource } from "../../volume/list-volume.ts";

export interface TestVolume {
  readonly path: string;
  readonly put: (name: string, data: string | Buffer) => Promise<void>;
  readonly list: (source?: Partial<VolumeSource>, limits?: Partial<Limits>) => Promise<ManifestDocument[]>;
  /** The content of a document. */
  readonly fetch: (uri: string, limits?: Partial<Limits>) => Promise<string>;
  /** `name=content` or `name!reason` of every document, by id. */
  readonly outcomes: (source?: Partial<VolumeSource>, limits?: Partial<Limits>) => Promise<Record<string, string>>;
  readonly remove: () => Promise<void>;
}

export async function makeVolume(): Promise<TestVolume> {
  const base = await realpath(await mkdtemp(join(tmpdir(), "ream-archive-")));
  const path = join(base, "volume");
  await mkdir(path);
  const fetchDocument = createFetchDocument({ volumes: new Map([["scans", path]]) });
  const list: TestVolume["list"] = (source = {}, limits = {}) => listAll(path, source, limits);
  const fetch: TestVolume["fetch"] = (uri, limits = {}) => fetchText(fetchDocument, { uri, base, limits });
  return {
    path,
    list,
    fetch,
    put: async (name, data) => {
      await mkdir(dirname(join(path, name)), { recursive: true });
      await writeFile(join(path, name), data);
    },
    outcomes: async (source, limits = {}) => {
      const found: Record<string, string> = {};
      for (const { id, uri = "" } of await list(source, limits)) found[id] = await fetch(uri, limits).catch((error: unknown) => `!${toReason(error)}`);
      return found;
    },
    remove: () => rm(base, { recursive: true, force: true }),
  };
}

function toReason(error: unknown): string {
  return error instanceof Error && "reason" in error ? String(error.reason) : String(error);
}

async function listAll(path: string, source: Partial<VolumeSource>, limits: Partial<Limits>): Promise<ManifestDocument[]> {
  const context: SourceContext = { volumes: new Map([["scans", path]]), excludedFolders: [], limits: { ...DEFAULT_LIMITS, ...limits }, needsInput: true, signal: AbortSignal.timeout(60_000) };
  const documents: ManifestDocument[] = [];
  for await (const { document } of listVolume({ name: "scans", path: "", include: [], exclude: [], archives: "expand", ...source }, context)) documents.push(document);
  return documents;
}

let lastFolder = 0;

async function fetchText(fetchDocument: FetchDocument, { uri, base, limits }: { readonly uri: string; readonly base: string; readonly limits: Partial<Limits> }): Promise<string> {
  const path = join(base, `in-${(lastFolder += 1)}`);
  const folder = async (): Promise<string> => ((await mkdir(path, { recursive: true })), path);
  try {
    const input = await fetchDocument({ document: { id: "a", uri }, folder, limits: { ...DEFAULT_LIMITS, ...limits }, signal: AbortSignal.timeout(60_000) });
    const data = await readFile(input.path);
    if (data.length !== input.bytes) throw new Error("the file has not as many bytes as is said");
    return data.toString("latin1");
  } finally {
    await rm(path, { recursive: true, force: true });
  }
}
