/** The folder of one task. Nothing is made until something is put into it: most documents of a fast handler leave no files. */
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";

/** `in`: what was downloaded. `out`: what the handler made. `kept`: what the worker writes about it. */
type Part = "in" | "out" | "kept";

export class Scratch {
  readonly path: string;
  readonly #made = new Map<Part, Promise<string>>();

  constructor(path: string) {
    this.path = path;
  }

  get isUsed(): boolean {
    return this.#made.size > 0;
  }

  folder(part: Part): Promise<string> {
    const made = this.#made.get(part) ?? makeFolder(join(this.path, part));
    this.#made.set(part, made);
    return made;
  }

  remove(): Promise<void> {
    return removeScratch(this.path);
  }
}

/** Never throws: what cannot be removed now is swept when the worker starts again. */
export async function removeScratch(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true, maxRetries: 2 }).catch(() => undefined);
}

async function makeFolder(path: string): Promise<string> {
  await mkdir(path, { recursive: true });
  return path;
}
