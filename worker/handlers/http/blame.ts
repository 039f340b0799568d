/**
 * Whose fault is a call that came to nothing, the service's or the document's? The service's, at first: it costs no attempt.
 * But where one document fails again and again, and others are answered in between, it is that document. Otherwise one that
 * makes the service hang would be given back for ever.
 *
 * State: for documents whose last call failed so, how often that was followed by answers to others.
 */

/** broken: reset, timed out, or a gateway said so: the document may have caused it. refused: told to come later, which says less. */
export type FailureKind = "broken" | "refused";

interface Record {
  readonly firstMs: number;
  /** Answers that the service had given when this document failed last. */
  answers: number;
  /** Failures with answers to others before them. */
  against: number;
}

/** So many failures against a document are forgiven: a service that is short of room refuses many documents, and each one often. */
const FORGIVEN: Readonly<{ [Kind in FailureKind]: number }> = { broken: 0, refused: 20 };
/** With nothing else left to call for, there are no answers to tell by. An outage of this kind is believed for so long. */
const MAX_BROKEN_MS = 10 * 60_000;
/** Of a few bytes each; the oldest is forgotten, and forgiven. */
const MAX_RECORDS = 10_000;

export class Blame {
  readonly #records = new Map<string, Record>();
  #answers = 0;

  /** The service answered a call for this document. */
  noteAnswer(document: string): void {
    this.#answers += 1;
    this.#records.delete(document);
  }

  /** A call for this document failed. */
  judge(document: string, { kind, nowMs }: { readonly kind: FailureKind; readonly nowMs: number }): "service" | "document" {
    const record = this.#records.get(document) ?? this.#begin(document, nowMs);
    if (this.#answers > record.answers) record.against += 1;
    record.answers = this.#answers;
    const isTooLong = kind === "broken" && nowMs - record.firstMs > MAX_BROKEN_MS;
    return record.against > FORGIVEN[kind] || isTooLong ? "document" : "service";
  }

  #begin(document: string, nowMs: number): Record {
    const oldest = this.#records.size < MAX_RECORDS ? undefined : this.#records.keys().next().value;
    if (oldest !== undefined) this.#records.delete(oldest);
    const record: Record = { firstMs: nowMs, answers: this.#answers, against: 0 };
    this.#records.set(document, record);
    return record;
  }
}
