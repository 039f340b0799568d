/** Ids of the few documents that a display names: looked up behind its back, and there the next time it asks. */
import { ManifestCache } from "../worker/manifest-cache.ts";
import type { Manifests } from "../worker/ports.ts";

const MAX_IDS = 256;

/** State to guard: `ids` holds what was found; a lookup under way is there as undefined, so that it runs once. */
export class SampleIds {
  readonly #cache: ManifestCache;
  readonly #ids = new Map<number, string | undefined>();

  constructor(manifests: Manifests) {
    this.#cache = new ManifestCache(manifests);
  }

  idOf(manifest: { jobUid: string; run: string }, index: number): string | undefined {
    if (!this.#ids.has(index)) void this.lookUp(manifest, [index]);
    return this.#ids.get(index);
  }

  /** Resolves when all of them are known, or cannot be. */
  async lookUp(manifest: { jobUid: string; run: string }, indexes: readonly number[]): Promise<void> {
    if (this.#ids.size > MAX_IDS) this.#ids.clear();
    for (const index of indexes) {
      if (this.#ids.get(index) !== undefined) continue;
      this.#ids.set(index, undefined);
      const [document] = await this.#cache.documents(manifest, [index]).catch(() => []);
      this.#ids.set(index, document?.id);
    }
  }
}
