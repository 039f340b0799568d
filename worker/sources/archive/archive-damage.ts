import type { Refusal } from "./archive-member.ts";

/** An archive cannot be read, or not from here on: becomes the damage of its index. */
export class ArchiveDamage extends Error {
  readonly damage: Refusal;
  constructor(damage: Refusal, options?: ErrorOptions) {
    super(damage.message, options);
    this.name = "ArchiveDamage";
    this.damage = damage;
  }
}
