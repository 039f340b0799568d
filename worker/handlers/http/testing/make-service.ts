/** For tests: a real HTTP server on loopback that answers as told and remembers what it was asked. */
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface Asked {
  /** By performance.now(). */
  readonly atMs: number;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
}

export type Respond = (asked: Asked, response: ServerResponse) => unknown;

export interface TestService {
  readonly url: string;
  readonly host: string;
  readonly asked: Asked[];
  /** Sockets that were opened. */
  readonly connections: () => number;
  respond: Respond;
  /** From now on connections are refused, and those that are there are cut. */
  readonly goDown: () => Promise<void>;
  /** On the same port. */
  readonly comeBack: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export async function makeService(respond: Respond = answerJson({ ok: true })): Promise<TestService> {
  const asked: Asked[] = [];
  let connections = 0;
  const listen = async (port: number): Promise<Server> => {
    const server = createServer(async (request, response) => {
      const atMs = performance.now();
      const chunks = await request.toArray().catch(() => undefined);
      if (chunks === undefined) return;
      const one: Asked = { atMs, path: request.url ?? "", headers: request.headers, body: Buffer.concat(chunks as Buffer[]) };
      asked.push(one);
      await service.respond(one, response);
    });
    server.on("connection", () => (connections += 1));
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
    return server;
  };
  let server = await listen(0);
  const { port } = server.address() as AddressInfo;
  const goDown = async (): Promise<void> => {
    if (!server.listening) return;
    const closed = once(server, "close");
    server.close();
    server.closeAllConnections();
    await closed;
  };
  const comeBack = async (): Promise<void> => void (server = await listen(port));
  const host = `127.0.0.1:${port}`;
  const service: TestService = { url: `http://${host}/v1/mark?key=query-secret`, host, asked, connections: () => connections, respond, goDown, comeBack, close: goDown };
  return service;
}

export function answerJson(value: unknown, status = 200, headers: Record<string, string> = {}): Respond {
  return (_, response) => void response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(value));
}

/** One after the other; the last one for all that follow. */
export function inTurn(...responses: readonly Respond[]): Respond {
  let turn = 0;
  return (asked, response) => responses[Math.min(turn++, responses.length - 1)]?.(asked, response);
}
