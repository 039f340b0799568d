/** The documents behind the indexes of an item: manifest pages, the last few of them kept. */
import { type Decoded, decodeManifestIndex, decodeManifestPage } from "../contract/wire/codec.ts";
import type { ManifestDocument, ManifestIndex, ManifestPage } from "../contract/wire/manifest.ts";
import { UnavailableError } from "./errors.ts";
import type { Manifests } from "./ports.ts";

/** Pages are at most 512 KiB each as JSON; blocks of a job are mostly worked on in order. */
const MAX_PAGES = 16;
const MAX_INDEXES = 16;

export interface ManifestRun {
  readonly jobUid: string;
  readonly run: string;
}

export class ManifestCache {
  readonly #manifests: Manifests;
  readonly #indexes = new Map<string, Promise<ManifestIndex>>();
  readonly #pages = new Map<string, Promise<ManifestPage>>();
  /** The page behind the last one that was asked for in order: nobody waits for it when its turn comes. */
  #ahead: { readonly key: string; readonly page: Promise<ManifestPage> } | undefined;

  constructor(manifests: Manifests) {
    this.#manifests = manifests;
  }

  /** The documents of one item, in the order of `indexes`. Throws UnavailableError when the manifest cannot be read. */
  async documents(run: ManifestRun, indexes: readonly number[]): Promise<ManifestDocument[]> {
    const manifest = await this.#index(run);
    const documents: ManifestDocument[] = [];
    let page: ManifestPage | undefined;
    for (const index of indexes) {
      // The documents of an item mostly lie side by side on one page.
      if (page?.documents[index - page.firstIndex] === undefined) page = await this.#page(run, { page: pageOf(manifest, index), pages: manifest.firstIndexes.length });
      const document = page.documents[index - page.firstIndex];
      if (document === undefined) throw new UnavailableError(`document ${index} is not in manifest \`${run.run}\` of ${manifest.total} documents`);
      documents.push(document);
    }
    return documents;
  }

  #index(run: ManifestRun): Promise<ManifestIndex> {
    const key = `${run.jobUid}/${run.run}`;
    return remember(this.#indexes, { key, most: MAX_INDEXES }, () => this.#read(run, "index", decodeManifestIndex));
  }

  #page(run: ManifestRun, { page, pages }: { page: number; pages: number }): Promise<ManifestPage> {
    const key = keyOf(run, page);
    return remember(this.#pages, { key, most: MAX_PAGES }, () => {
      const ahead = this.#ahead?.key === key ? this.#ahead.page : undefined;
      const isInOrder = page === 0 || this.#pages.has(keyOf(run, page - 1));
      if (isInOrder && page + 1 < pages && !this.#pages.has(keyOf(run, page + 1))) this.#readAhead(run, page + 1);
      return ahead ?? this.#read(run, page, decodeManifestPage);
    });
  }

  #readAhead(run: ManifestRun, page: number): void {
    const ahead = { key: keyOf(run, page), page: this.#read(run, page, decodeManifestPage) };
    this.#ahead = ahead;
    // Whoever needs the page asks again, and is told.
    ahead.page.catch(() => {
      if (this.#ahead === ahead) this.#ahead = undefined;
    });
  }

  async #read<T>({ jobUid, run }: ManifestRun, page: number | "index", decode: (text: string) => Decoded<T>): Promise<T> {
    const text = await this.#manifests.read(jobUid, run, page);
    if (text === undefined) throw new UnavailableError(`manifest \`${run}\` has no page ${page}`);
    const decoded = decode(text);
    if (!decoded.ok) throw new UnavailableError(`page ${page} of manifest \`${run}\` cannot be read: ${decoded.problem}`);
    return decoded.value;
  }
}

function keyOf({ jobUid, run }: ManifestRun, page: number): string {
  return `${jobUid}/${run}/${page}`;
}

/** The last page that starts at or before the index. */
export function pageOf({ firstIndexes }: Pick<ManifestIndex, "firstIndexes">, index: number): number {
  let low = 0;
  let high = firstIndexes.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((firstIndexes[middle] ?? 0) <= index) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Least recently used goes first; what failed is not kept. */
function remember<T>(cache: Map<string, Promise<T>>, { key, most }: { key: string; most: number }, read: () => Promise<T>): Promise<T> {
  const found = cache.get(key);
  const value = found ?? read();
  cache.delete(key);
  cache.set(key, value);
  if (found !== undefined) return value;
  value.catch(() => cache.get(key) === value && cache.delete(key));
  const oldest = cache.keys().next();
  if (cache.size > most && oldest.done !== true) cache.delete(oldest.value);
  return value;
}
