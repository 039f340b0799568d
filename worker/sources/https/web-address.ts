/** Addresses of the web as jobs and manifests write them. */
import { PermanentError } from "../../errors.ts";
import type { WebRules } from "./web-rules.ts";

const WEB = /^https?:\/\//i;

export function isWebUri(uri: string): boolean {
  return WEB.test(uri);
}

/** Host names come out in ASCII, and IPv4 addresses in dots, however they were written. Any port: nothing but a server of HTTPS understands what is sent. Throws PermanentError. */
export function parseWebAddress(text: string, { allowHttp }: Pick<WebRules, "allowHttp">): URL {
  const url = URL.parse(text);
  if (url === null || url.hostname === "") throw new PermanentError("UnsupportedAddress", "the document's address cannot be read; write it as https://<host>/<path>");
  if (url.protocol !== "https:" && url.protocol !== "http:") throw new PermanentError("UnsupportedAddress", `the address is of the kind ${url.protocol}//, and not https://`);
  if (url.username !== "" || url.password !== "") throw new PermanentError("UnsupportedAddress", "the address holds a user or password, which do not belong into a job or manifest; take them out, and use a signed address");
  if (url.protocol === "http:" && !allowHttp) throw new PermanentError("BlockedAddress", "http:// is not encrypted; write https://, or let the pool's owner allow it (in local mode: --allow-http)");
  return url;
}

/** For messages: without what may be secret in an address, its query, and a user or password. */
export function showUri(uri: string): string {
  if (!isWebUri(uri)) return uri;
  return uri.replace(/[?#].*$/s, "").replace(/^([A-Za-z]+:\/\/)[^/]*@/, "$1");
}
