/**
 * What a process keeps of the archives that it reads from, so that a member costs a seek: the indexes of the last few, and
 * ways into gzipped ones, which go on from where they are. State: indexes, the one used last at the end; idle cursors.
 */
import { type ArchiveIndex, MAX_MEMBERS } from "./archive-index.ts";
import type { GunzipCursor } from "./gunzip-cursor.ts";
import { type OpenArchive, readIndex, type ReadIndexOptions } from "./open-archive.ts";

const MAX_ARCHIVES = 8;
const MAX_CURSORS = 4;
/** An idle cursor holds a file open, which may be in somebody's way. */
const CURSOR_IDLE_MS = 10_000;

interface IdleCursor {
  readonly state: string;
  readonly cursor: GunzipCursor;
  readonly timer: NodeJS.Timeout;
}

export class ArchiveShelf {
  readonly #indexes = new Map<string, ArchiveIndex>();
  readonly #reading = new Map<string, Promise<ArchiveIndex>>();
  #cursors: IdleCursor[] = [];

  async indexOf(archive: OpenArchive, options: ReadIndexOptions): Promise<ArchiveIndex> {
    const known = this.#indexes.get(archive.state);
    const index = known ?? (await this.#read(archive, options));
    this.#keep(archive.state, index);
    return index;
  }

  /** The one that has come nearest to the place; it is the caller's then. */
  takeCursor({ state }: OpenArchive, offset: number): GunzipCursor | undefined {
    const fitting = this.#cursors.filter((idle) => idle.state === state && idle.cursor.position <= offset);
    const [best] = fitting.toSorted((a, b) => b.cursor.position - a.cursor.position);
    if (best === undefined) return undefined;
    this.#forget(best);
    return best.cursor;
  }

  putCursor({ state }: OpenArchive, cursor: GunzipCursor): void {
    const timer = setTimeout(() => this.#drop(idle), CURSOR_IDLE_MS).unref();
    const idle: IdleCursor = { state, cursor, timer };
    this.#cursors.push(idle);
    const [oldest] = this.#cursors;
    if (this.#cursors.length > MAX_CURSORS && oldest !== undefined) this.#drop(oldest);
  }

  /** Slots of one process that want the same index wait for one reading; where that was told to stop, each reads for itself. */
  async #read(archive: OpenArchive, options: ReadIndexOptions): Promise<ArchiveIndex> {
    const other = await this.#reading.get(archive.state)?.catch(() => undefined);
    if (other !== undefined) return other;
    const reading = readIndex(archive, options);
    this.#reading.set(archive.state, reading);
    return reading.finally(() => this.#reading.delete(archive.state));
  }

  #keep(state: string, index: ArchiveIndex): void {
    this.#indexes.delete(state);
    this.#indexes.set(state, index);
    let members = [...this.#indexes.values()].reduce((sum, each) => sum + each.members.length, 0);
    for (const [oldest, each] of this.#indexes) {
      if (oldest === state || (members <= MAX_MEMBERS && this.#indexes.size <= MAX_ARCHIVES)) return;
      this.#indexes.delete(oldest);
      members -= each.members.length;
    }
  }

  #forget(idle: IdleCursor): void {
    clearTimeout(idle.timer);
    this.#cursors = this.#cursors.filter((each) => each !== idle);
  }

  #drop(idle: IdleCursor): void {
    this.#forget(idle);
    idle.cursor.close().catch(() => undefined);
  }
}
