/**
 * Documents that are run alone because workers went away under them. Three Started and then Lost on different boots, none
 * of them heard of since, and the leader ends the document: it takes its workers with it.
 */

export interface Suspect {
  readonly index: number;
  readonly stage: number;
  /** Row of a part in its split; absent for whole documents. */
  readonly row?: number;
  /** The boot that said Started for the try in hand. */
  startedBoot?: string;
  readonly crashes: { readonly boot: string; readonly sequence: number }[];
}

/** As many boots must have gone away under a document. */
const CRASHES_TO_END = 3;

/** State to guard: only documents of which a Started is in the ledger; forgotten when they end their stage. */
export class Suspects {
  readonly #suspects = new Map<number, Suspect>();
  /** Last sequence at which a boot of some crash was heard of. */
  readonly #heard = new Map<string, number>();

  /** Every message tells that its boot lives. */
  hear(boot: string, sequence: number): void {
    if (this.#heard.size > 0 && this.#heard.has(boot)) this.#heard.set(boot, sequence);
  }

  started(place: { index: number; stage: number; row?: number }, boot: string): void {
    const key = keyOf(place.index, place.row);
    const suspect = this.#suspects.get(key) ?? { ...place, crashes: [] };
    suspect.startedBoot = boot;
    this.#suspects.set(key, suspect);
  }

  /** The try in hand was lost: a crash of its worker if that had said Started. */
  lost(index: number, row: number | undefined, sequence: number): void {
    const suspect = this.#suspects.get(keyOf(index, row));
    if (suspect?.startedBoot === undefined) return;
    const boot = suspect.startedBoot;
    delete suspect.startedBoot;
    // A boot counts once, from the last time that it went away.
    const before = suspect.crashes.findIndex((crash) => crash.boot === boot);
    if (before >= 0) suspect.crashes.splice(before, 1);
    suspect.crashes.push({ boot, sequence });
    this.#heard.set(boot, this.#heard.get(boot) ?? 0);
  }

  /** The try in hand was given back, or failed: its worker did not crash. */
  survived(index: number, row?: number): void {
    const suspect = this.#suspects.get(keyOf(index, row));
    if (suspect !== undefined) delete suspect.startedBoot;
  }

  forget(index: number, row?: number): void {
    if (this.#suspects.size === 0) return;
    this.#suspects.delete(keyOf(index, row));
    if (this.#suspects.size === 0) this.#heard.clear();
  }

  /** The parts of a document whose split is over. */
  forgetParts(index: number): void {
    for (const suspect of this.#suspects.values()) {
      if (suspect.index === index && suspect.row !== undefined) this.forget(index, suspect.row);
    }
  }

  forgetAll(): void {
    this.#suspects.clear();
    this.#heard.clear();
  }

  /** Those that the leader should end now. */
  convicted(): Suspect[] {
    return [...this.#suspects.values()].filter((suspect) => this.#silentCrashes(suspect) >= CRASHES_TO_END);
  }

  toSnapshot(): { readonly suspects: readonly Suspect[]; readonly heard: readonly (readonly [string, number])[] } {
    return { suspects: [...this.#suspects.values()].map((suspect) => ({ ...suspect, crashes: [...suspect.crashes] })), heard: [...this.#heard] };
  }

  static restore(snapshot: ReturnType<Suspects["toSnapshot"]>): Suspects {
    const restored = new Suspects();
    for (const suspect of snapshot.suspects) restored.#suspects.set(keyOf(suspect.index, suspect.row), { ...suspect, crashes: [...suspect.crashes] });
    for (const [boot, sequence] of snapshot.heard) restored.#heard.set(boot, sequence);
    return restored;
  }

  #silentCrashes(suspect: Suspect): number {
    return suspect.crashes.filter((crash) => (this.#heard.get(crash.boot) ?? 0) <= crash.sequence).length;
  }
}

/** Above every index: what is no part costs nothing to look up. */
const ROW_FACTOR = 4_294_967_296;

function keyOf(index: number, row: number | undefined): number {
  return row === undefined ? index : (row + 1) * ROW_FACTOR + index;
}
