/**
 * Handler `http`: posts each document to the pool's service, and takes its answer as the result. Meant for `execution: io`;
 * in child processes each has a gate of its own.
 */
import type { HttpOptions } from "../../contract/handlers/http-options.ts";
import { SILENT_LOG, type WorkerLog } from "../worker-log.ts";
import type { Handler, HandlerResult, HandlerTask } from "./handler.ts";
import { Blame } from "./http/blame.ts";
import { callService } from "./http/call-service.ts";
import { logCircuit } from "./http/log-circuit.ts";
import { createRequestBody } from "./http/request-body.ts";
import { type HeaderFrom, SecretHeaders } from "./http/secret-headers.ts";
import { ServiceClient } from "./http/service-client.ts";
import { ServiceGate } from "./http/service-gate.ts";
import type { Service } from "./http/service.ts";
import { toAnswerResult } from "./http/to-result.ts";

/** The pool owner's decision: a job cannot choose what is called. */
export interface HttpConfig {
  readonly url: string;
  readonly headersFrom: readonly HeaderFrom[];
  /** Of this process; unset: no limit. */
  readonly ratePerSecond?: number;
  /** Secret name → absolute folder, with a file for each key. */
  readonly secrets: ReadonlyMap<string, string>;
  /** After which the worker ends a document. */
  readonly documentTimeoutSeconds: number;
}

/** Throws UnavailableError for an address that cannot be called. */
export function createHttpHandler(config: HttpConfig, log: WorkerLog = SILENT_LOG): Handler<HttpOptions> {
  const service = createService(config, log);
  return {
    name: "http",
    needsInput: true,
    run: (task) => run(service, task),
    close: async () => {
      service.gate.close();
      await service.client.close();
    },
  };
}

function createService(config: HttpConfig, log: WorkerLog): Service {
  const { url, ratePerSecond, headersFrom, secrets, documentTimeoutSeconds } = config;
  const client = new ServiceClient(url);
  return {
    client,
    gate: new ServiceGate({ onCircuit: logCircuit(log, client.host), ...(ratePerSecond === undefined ? {} : { ratePerSecond }) }),
    blame: new Blame(),
    secretHeaders: new SecretHeaders({ headersFrom, secrets }),
    log,
    documentTimeoutMs: documentTimeoutSeconds * 1000,
  };
}

async function run(service: Service, task: HandlerTask<HttpOptions>): Promise<HandlerResult> {
  const body = await createRequestBody(task);
  const received = await callService(service, task, body);
  return { outcome: "Succeeded", engine: `http ${service.client.host}`, ...(await toAnswerResult(received, task)) };
}
