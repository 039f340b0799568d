/** Fills templates: `{town}` becomes a word of that list, `{early|late}` one of those, `{12-90}` a number between. */
import type { Random } from "../../make-samples/random.ts";
import { WORDS } from "./words.ts";

const SLOT = /\{([^{}]+)\}/g;
const NUMBERS = /^(\d+)-(\d+)$/;

export function fill(template: string, random: Random): string {
  return template.replace(SLOT, (_, slot: string) => fillSlot(slot, random));
}

/** One of them. Throws where there is none. */
export function pick<T>(all: readonly T[], random: Random): T {
  const picked = all[Math.floor(random() * all.length)];
  if (picked === undefined) throw new Error("there must be something to choose from");
  return picked;
}

/** Both ends may come out. */
export function wholeBetween(least: number, most: number, random: Random): number {
  return least + Math.floor(random() * (most - least + 1));
}

function fillSlot(slot: string, random: Random): string {
  const [, least, most] = NUMBERS.exec(slot) ?? [];
  if (least !== undefined && most !== undefined) return String(wholeBetween(Number(least), Number(most), random));
  if (slot.includes("|")) return pick(slot.split("|"), random);
  const words = WORDS[slot];
  if (words === undefined) throw new Error(`{${slot}} must be a list of words, a choice or a range of numbers`);
  return pick(words, random);
}
