/**
 * Fills in a template: inside its JSON values, one string after the other, and never in its text. So whatever a document
 * says, the request stays the JSON that was meant.
 */
import { type Placeholder, parseTemplateText, type TemplatePiece } from "../../../contract/handlers/http-template.ts";
import type { Json } from "../../../contract/wire/outcome.ts";
import { PermanentError } from "../../errors.ts";

/** Undefined where the document has no such value. */
export type FillValue = (placeholder: Placeholder) => Promise<Json | undefined>;

export interface FillOptions {
  readonly valueOf: FillValue;
  /** Of all strings together: a template may name a long text many times. */
  readonly maxCharacters: number;
}

/** Throws PermanentError for values that are absent and not optional, and for what grows too large. */
export function fillTemplate(template: unknown, options: FillOptions): Promise<Json> {
  return new Filling(options).fill(template);
}

/** State: how much has been filled in. */
class Filling {
  readonly #options: FillOptions;
  #characters = 0;

  constructor(options: FillOptions) {
    this.#options = options;
  }

  async fill(value: unknown): Promise<Json> {
    if (typeof value === "string") return this.#fillText(value);
    if (Array.isArray(value)) {
      const items: Json[] = [];
      for (const item of value) items.push(await this.fill(item));
      return items;
    }
    if (typeof value === "object" && value !== null) {
      const entries: [string, Json][] = [];
      for (const [name, inner] of Object.entries(value)) entries.push([name, await this.fill(inner)]);
      return Object.fromEntries(entries);
    }
    return typeof value === "number" || typeof value === "boolean" ? value : null;
  }

  /** A placeholder that is all of the string keeps its type: a number stays one. */
  async #fillText(text: string): Promise<Json> {
    const parsed = parseTemplateText(text);
    if (!parsed.ok) throw new PermanentError("InvalidResult", parsed.problem);
    const [only] = parsed.pieces;
    if (parsed.pieces.length === 1 && only !== undefined && typeof only !== "string") return this.#count(await this.#valueOf(only));
    const texts: string[] = [];
    for (const piece of parsed.pieces) texts.push(await this.#textOf(piece));
    return texts.join("");
  }

  async #textOf(piece: TemplatePiece): Promise<string> {
    if (typeof piece === "string") return piece;
    const value = this.#count(await this.#valueOf(piece));
    if (value === null) return "";
    return typeof value === "string" ? value : JSON.stringify(value);
  }

  async #valueOf(placeholder: Placeholder): Promise<Json> {
    const value = await this.#options.valueOf(placeholder);
    if (value !== undefined) return value;
    if (placeholder.isOptional) return null;
    const what = `\`{{${placeholder.written}}}\``;
    throw new PermanentError("RejectedByHandler", `the document has no value for ${what} of the template; where that is fine, write a \`?\` behind it: \`{{${placeholder.written}?}}\``);
  }

  #count(value: Json): Json {
    this.#characters += typeof value === "string" ? value.length : JSON.stringify(value).length;
    if (this.#characters <= this.#options.maxCharacters) return value;
    throw new PermanentError("TooLarge", `the filled template has more than ${this.#options.maxCharacters} characters`);
  }
}
