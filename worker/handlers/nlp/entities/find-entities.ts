/** All entities of a passage, none inside another. */
import { ENGLISH_ENTITY_KINDS, ENTITY_KINDS, type EntityKind, SHARED_ENTITY_KINDS } from "../../../../contract/handlers/nlp-result.ts";
import type { FoundEntity, Span } from "../passage-reader.ts";
import { CONTACT_RULES, NUMBER_RULES } from "./contact-rules.ts";
import { COUNT_RULES } from "./count-rules.ts";
import { applyRule, type EntityRule } from "./entity-rule.ts";
import { MONEY_RULES, PERCENT_RULES } from "./money-rules.ts";
import { DATE_RULES, DURATION_RULES, TIME_RULES } from "./time-rules.ts";

/** In the order in which they take what they find: the surest first. */
const ENGLISH_RULES: readonly EntityRule[] = [...CONTACT_RULES, ...MONEY_RULES, ...PERCENT_RULES, ...DATE_RULES, ...TIME_RULES, ...DURATION_RULES, ...NUMBER_RULES, ...COUNT_RULES];
const NUMERIC_DATE_KINDS: ReadonlySet<EntityKind> = new Set(["DATE", "TIME"]);
/** Days and times are looked for, so that they are not taken for telephone numbers, and then left out. */
const SHARED_RULES: readonly EntityRule[] = ENGLISH_RULES.filter(({ kind }) => isShared(kind) || NUMERIC_DATE_KINDS.has(kind));

export const ENGLISH = "en";

function isShared(kind: EntityKind): boolean {
  return SHARED_ENTITY_KINDS.some((shared) => shared === kind);
}

/** Which kinds are looked for in a language, of those that are wanted. */
export function kindsOf(language: string, wanted: readonly EntityKind[] = ENTITY_KINDS): { readonly found: EntityKind[]; readonly notInThisLanguage: EntityKind[] } {
  const isEnglish = language === ENGLISH;
  const found = ENTITY_KINDS.filter((kind) => wanted.includes(kind) && (isEnglish || isShared(kind)));
  return { found, notInThisLanguage: ENGLISH_ENTITY_KINDS.filter((kind) => wanted.includes(kind) && !isEnglish) };
}

/** `fromModel` are those that a language model has found. In order of place. */
export function findEntities(text: string, language: string, fromModel: readonly FoundEntity[]): FoundEntity[] {
  const taken = new TakenSpans(text.length);
  const isEnglish = language === ENGLISH;
  for (const rule of isEnglish ? ENGLISH_RULES : SHARED_RULES) {
    for (const span of applyRule(rule, text)) taken.add({ ...span, kind: rule.kind });
  }
  const wider = fromModel.toSorted((a, b) => b.end - b.start - (a.end - a.start) || a.start - b.start);
  for (const entity of wider) taken.addOver(entity);
  return taken.inOrder().filter(({ kind }) => isEnglish || isShared(kind));
}

/** What has been taken stays, but for a bare number that turns out to be part of something. */
class TakenSpans {
  readonly #ownerAt: Int32Array;
  readonly #entities = new Map<number, FoundEntity>();
  #next = 1;

  constructor(length: number) {
    this.#ownerAt = new Int32Array(length);
  }

  add(entity: FoundEntity): void {
    if (!this.#isFree(entity)) return;
    this.#ownerAt.fill(this.#next, entity.start, entity.end);
    this.#entities.set(this.#next, entity);
    this.#next += 1;
  }

  /** `3 million`, `two hundred and 5`: bare numbers inside give way. */
  addOver(entity: FoundEntity): void {
    const owners = [...this.#ownersIn(entity)];
    const isOverNumbers = owners.every((owner) => this.#isBareNumberIn(owner, entity));
    if (!isOverNumbers) return;
    for (const owner of owners) this.#remove(owner);
    this.add(entity);
  }

  inOrder(): FoundEntity[] {
    return [...this.#entities.values()].sort((a, b) => a.start - b.start);
  }

  #isFree({ start, end }: Span): boolean {
    for (let place = start; place < end; place += 1) if (this.#ownerAt[place] !== 0) return false;
    return true;
  }

  #ownersIn({ start, end }: Span): Set<number> {
    const owners = new Set(this.#ownerAt.subarray(start, end));
    owners.delete(0);
    return owners;
  }

  #isBareNumberIn(owner: number, { start, end, kind }: FoundEntity): boolean {
    const inner = this.#entities.get(owner);
    const isInside = inner !== undefined && inner.start >= start && inner.end <= end;
    const isWider = inner !== undefined && end - start > inner.end - inner.start;
    return isInside && isWider && (inner.kind === "CARDINAL" || (inner.kind === "ORDINAL" && kind === "ORDINAL"));
  }

  #remove(owner: number): void {
    const entity = this.#entities.get(owner);
    if (entity !== undefined) this.#ownerAt.fill(0, entity.start, entity.end);
    this.#entities.delete(owner);
  }
}
