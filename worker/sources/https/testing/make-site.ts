/** A web site on this machine, encrypted or not. */
import { createServer as createHttp, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import { createServer as createHttps } from "node:https";
import type { AddressInfo } from "node:net";
import { type Certificate, makeCertificate } from "./make-certificate.ts";

export type Page = (request: IncomingMessage, response: ServerResponse) => void;

export interface Site {
  readonly port: number;
  /** `path` begins with a slash. */
  readonly at: (path: string, host?: string) => string;
  readonly ca: string;
  /** What was asked for, in order. */
  readonly asked: string[];
  readonly pages: Map<string, Page>;
  readonly close: () => Promise<void>;
}

export async function makeSite(options: { readonly isPlain?: boolean; readonly certificate?: Certificate } = {}): Promise<Site> {
  const { isPlain = false, certificate = makeCertificate(["localhost", "127.0.0.1", "documents.example"]) } = options;
  const asked: string[] = [];
  const pages = new Map<string, Page>();
  const answer: RequestListener = (request, response) => {
    asked.push(request.url ?? "");
    const page = pages.get((request.url ?? "").replace(/\?.*$/, ""));
    if (page === undefined) response.writeHead(404).end("there is no such page");
    else page(request, response);
  };
  const server = isPlain ? createHttp(answer) : createHttps(certificate, answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    asked,
    pages,
    ca: certificate.cert,
    at: (path, host = "localhost") => `${isPlain ? "http" : "https"}://${host}:${port}${path}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export function say(text: string | Buffer): Page {
  return (_, response) => void response.end(text);
}

export function status(code: number, headers: Readonly<Record<string, string>> = {}): Page {
  return (_, response) => void response.writeHead(code, headers).end("said the server");
}

export function redirect(location: string, code = 302): Page {
  return status(code, { location });
}
