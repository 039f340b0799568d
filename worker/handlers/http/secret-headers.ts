/** Headers whose values lie in Secrets, mounted as folders with a file for each key. Values never leave this file but in calls. */
import { open } from "node:fs/promises";
import { join } from "node:path";
import { UnavailableError } from "../../errors.ts";
import { toMessage } from "../../to-ending.ts";

export interface HeaderFrom {
  readonly header: string;
  readonly secret: string;
  readonly key: string;
}

export interface SecretHeadersOptions {
  readonly headersFrom: readonly HeaderFrom[];
  /** Secret name → absolute folder. */
  readonly secrets: ReadonlyMap<string, string>;
}

/** A Secret that is changed in the cluster is changed in the folder within a minute or so. */
const KEPT_MS = 30_000;
const MAX_VALUE_BYTES = 16 * 1024;
/** They say how a message is framed: whoever sets them breaks it. */
const FRAMING = new Set(["connection", "content-length", "expect", "host", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade"]);
const NOT_IN_A_HEADER = /[^\t\u0020-\u007e\u0080-\u00ff]/;

export class SecretHeaders {
  readonly #options: SecretHeadersOptions;
  #headers: Readonly<Record<string, string>> = {};
  #readMs: number | undefined;

  constructor(options: SecretHeadersOptions) {
    this.#options = options;
  }

  /** Throws UnavailableError that names Secret and key, never the value. */
  async read(): Promise<Readonly<Record<string, string>>> {
    const nowMs = performance.now();
    if (this.#readMs !== undefined && nowMs - this.#readMs < KEPT_MS) return this.#headers;
    const entries = await Promise.all(this.#options.headersFrom.map(async (from) => [from.header.toLowerCase(), await this.#readOne(from)] as const));
    this.#headers = Object.fromEntries(entries);
    this.#readMs = nowMs;
    return this.#headers;
  }

  /** The service did not like them: they may have been changed. */
  forget(): void {
    this.#readMs = undefined;
  }

  /** The text without what is secret in it: services like to repeat what they were sent. */
  hideIn(text: string): string {
    return Object.values(this.#headers)
      .flatMap((value) => [value, ...value.split(/\s+/)])
      .filter((part) => part.length >= MIN_HIDDEN_CHARACTERS)
      .reduce((hidden, part) => hidden.replaceAll(part, "[hidden]"), text);
  }

  async #readOne({ header, secret, key }: HeaderFrom): Promise<string> {
    if (FRAMING.has(header.toLowerCase())) throw new UnavailableError(`the pool's http.headersFrom must not set the header \`${header}\`, which belongs to the connection`);
    const folder = this.#options.secrets.get(secret);
    if (folder === undefined) throw new UnavailableError(`the Secret \`${secret}\` of the header \`${header}\` is not mounted`);
    const value = await readValue(join(folder, key)).catch((error: unknown) => {
      throw new UnavailableError(`key \`${key}\` of the Secret \`${secret}\` cannot be read: ${toMessage(error)}`);
    });
    if (value !== "" && !NOT_IN_A_HEADER.test(value)) return value;
    throw new UnavailableError(`key \`${key}\` of the Secret \`${secret}\` cannot be the value of a header: it must be one line of text, and not empty`);
  }
}

/** A shorter one would be found in any text. */
const MIN_HIDDEN_CHARACTERS = 6;

/** Files end in a line break that nobody meant. */
async function readValue(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(MAX_VALUE_BYTES + 1), 0, MAX_VALUE_BYTES + 1, 0);
    if (bytesRead > MAX_VALUE_BYTES) throw new RangeError(`it is larger than ${MAX_VALUE_BYTES} bytes`);
    return buffer.toString("utf8", 0, bytesRead).trim();
  } finally {
    await file.close();
  }
}
