/** What is in an archive, read once and kept while documents are fetched from it. */
import type { ArchiveMember, Refusal } from "./archive-member.ts";

export type ArchiveFormat = "zip" | "tar" | "tar.gz";

export interface ArchiveIndex {
  readonly format: ArchiveFormat;
  /** In the order of the archive; those before the damage, where it is damaged. */
  readonly members: readonly ArchiveMember[];
  /** Undefined: several members have the name, and nobody can say which is meant. */
  readonly byName: ReadonlyMap<string, ArchiveMember | undefined>;
  /** What is wrong with the archive as a whole: it is a document then itself, beside its members, and ends with this. */
  readonly damage?: Refusal;
}

/** About 50 MB of names and places in each process that reads from such an archive. */
export const MAX_MEMBERS = 250_000;
/** Of a member's name: with its archive's path it has to fit into an address. */
export const MAX_NAME_BYTES = 1000;

export const TOO_MANY: Refusal = { reason: "TooManyMembers", message: `the archive has more than ${MAX_MEMBERS} members; split it` };

/** Gathers members one after another, and says when there are too many. */
export class IndexBuilder {
  readonly #format: ArchiveFormat;
  readonly #members: ArchiveMember[] = [];
  readonly #byName = new Map<string, ArchiveMember | undefined>();
  #damage: Refusal | undefined;

  constructor(format: ArchiveFormat) {
    this.#format = format;
  }

  /** False: nothing more is wanted. */
  add(member: ArchiveMember): boolean {
    if (this.#members.length >= MAX_MEMBERS) return this.#giveUp(TOO_MANY);
    const problem = nameProblem(member.rawName);
    if (problem !== undefined) this.#damage ??= { reason: "UnsafePath", message: `member ${this.#members.length + 1} of the archive ${problem}` };
    else {
      this.#members.push(member);
      this.#byName.set(member.rawName, this.#byName.has(member.rawName) ? undefined : member);
    }
    return true;
  }

  /** None of the members is to be trusted, or there are too many of them. */
  #giveUp(damage: Refusal): boolean {
    this.#damage = damage;
    this.#members.length = 0;
    this.#byName.clear();
    return false;
  }

  /** `damage`: behind the members so far. */
  finish(damage?: Refusal): ArchiveIndex {
    const found = this.#damage ?? damage;
    return { format: this.#format, members: this.#members, byName: this.#byName, ...(found === undefined ? {} : { damage: found }) };
  }
}

export function damagedIndex(format: ArchiveFormat, damage: Refusal): ArchiveIndex {
  return { format, members: [], byName: new Map(), damage };
}

function nameProblem(rawName: string): string | undefined {
  if (rawName === "") return "has no name";
  return rawName.length > MAX_NAME_BYTES ? `has a name of more than ${MAX_NAME_BYTES} bytes` : undefined;
}
