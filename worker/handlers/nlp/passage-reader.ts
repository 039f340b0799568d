/** What a reader of a language makes of a passage. Places are those inside the passage's text. */
import type { EntityKind, TokenKind } from "../../../contract/handlers/nlp-result.ts";

export interface Span {
  readonly start: number;
  /** Behind the last character. */
  readonly end: number;
}

export interface ReadToken extends Span {
  readonly kind: TokenKind;
  readonly pos?: string;
  readonly lemma?: string;
}

export interface FoundEntity extends Span {
  readonly kind: EntityKind;
}

export interface ReadPassage {
  /** In order, without overlap; between them is white space only. */
  readonly tokens: readonly ReadToken[];
  /** In order; they begin and end with a token, and hold all of them. */
  readonly sentences: readonly Span[];
  /** What the reader's language model finds; may overlap. */
  readonly entities: readonly FoundEntity[];
}

export interface PassageReader {
  /** Name and version of what reads. */
  readonly name: string;
  readonly read: (text: string, breaks: readonly number[]) => ReadPassage;
}
