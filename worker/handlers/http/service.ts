import type { WorkerLog } from "../../worker-log.ts";
import type { Blame } from "./blame.ts";
import type { SecretHeaders } from "./secret-headers.ts";
import type { ServiceClient } from "./service-client.ts";
import type { ServiceGate } from "./service-gate.ts";

/** The pool's service, as all documents of this process share it. */
export interface Service {
  readonly client: ServiceClient;
  readonly gate: ServiceGate;
  readonly blame: Blame;
  readonly secretHeaders: SecretHeaders;
  readonly log: WorkerLog;
  /** Of a document, from its start: past it, the worker counts an attempt. */
  readonly documentTimeoutMs: number;
}

/** For messages: which service, and no more of its address. */
export function withHost({ client }: Service, message: string): string {
  return `service ${client.host}: ${message}`;
}
