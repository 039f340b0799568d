import type { LookupAddress } from "node:dns";
import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { PermanentError, RetryableError } from "../../errors.ts";
import { DEFAULT_LIMITS } from "../../limits.ts";
import { fetchWebFile } from "./fetch-web-file.ts";
import type { LookUpAll } from "./guarded-connector.ts";
import { makeCertificate } from "./testing/make-certificate.ts";
import { makeSite, type Page, redirect, say, type Site, status } from "./testing/make-site.ts";
import { WebClient, type WebClientOptions } from "./web-client.ts";

const OPEN = { allowPrivateAddresses: true, allowHttp: false };
const TIMEOUTS = { connectMs: 2000, answerMs: 1000, idleMs: 1000 };

let site: Site;
let base: string;
let client: WebClient;

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), "ream-web-"));
  site = await makeSite();
  client = makeClient();
});

afterEach(async () => {
  await client.close();
  await site.close();
  await rm(base, { recursive: true, force: true });
});

function makeClient(options: Partial<WebClientOptions> = {}): WebClient {
  return new WebClient({ rules: OPEN, ca: site.ca, timeouts: TIMEOUTS, ...options });
}

interface Fetching {
  readonly from?: WebClient;
  readonly maxFileBytes?: number;
  readonly attempt?: number;
  readonly signal?: AbortSignal;
}

async function fetchText(uri: string, { from = client, maxFileBytes = DEFAULT_LIMITS.maxFileBytes, attempt = 1, signal = AbortSignal.timeout(20_000) }: Fetching = {}): Promise<string> {
  const folder = async (): Promise<string> => ((await mkdir(join(base, "in"), { recursive: true })), join(base, "in"));
  const input = await fetchWebFile(from, uri, { document: { id: "a", uri }, folder, limits: { ...DEFAULT_LIMITS, maxFileBytes }, attempt, signal });
  return readFile(input.path, "utf8");
}

async function fetchPage(page: Page, options?: Fetching): Promise<string> {
  site.pages.set("/page", page);
  return fetchText(site.at("/page"), options);
}

describe("a document of the web", () => {
  test("is fetched into a file with its size and hash, and asked for as it is", async () => {
    let asked: string | undefined;
    site.pages.set("/a/doc.PDF", (request, response) => {
      asked = request.headers["accept-encoding"];
      response.end("hello");
    });
    const folder = async (): Promise<string> => base;
    const uri = site.at("/a/doc.PDF?signature=abc");
    const input = await fetchWebFile(client, uri, { document: { id: "a", uri }, folder, limits: DEFAULT_LIMITS, signal: AbortSignal.timeout(5000) });
    expect(input).toEqual({ path: join(base, "input.PDF"), bytes: 5, sha256: "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824" });
    expect(asked).toBe("identity");
    expect(site.asked).toEqual(["/a/doc.PDF?signature=abc"]);
  });

  test("of exactly the limit is taken", async () => {
    expect(await fetchPage(say("hello"), { maxFileBytes: 5 })).toBe("hello");
  });

  test("is unpacked where the server packs it although it was asked not to", async () => {
    expect(await fetchPage((_, response) => void response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync("hello")))).toBe("hello");
    expect(await fetchPage((_, response) => void response.writeHead(200, { "content-encoding": "br" }).end(brotliCompressSync("hello")))).toBe("hello");
  });

  test("is fetched through redirects, relative ones too, and to other hosts", async () => {
    const other = await makeSite({ isPlain: false, certificate: makeCertificate(["localhost"]) });
    const both = makeClient({ ca: `${site.ca}${other.ca}` });
    site.pages.set("/a", redirect("b/c?d", 301)).set("/b/c", redirect(other.at("/end"), 307));
    other.pages.set("/end", say("found"));
    expect(await fetchText(site.at("/a"), { from: both })).toBe("found");
    await both.close();
    await other.close();
  });

  test("of a host with letters of any script is looked up in ASCII", async () => {
    const names: string[] = [];
    const looking = makeClient({ lookUp: (name, callback) => (names.push(name), callback(Object.assign(new Error("none"), { code: "ENOTFOUND" }), [])) });
    await expect(fetchText("https://bücher.example/a", { from: looking })).rejects.toThrow("there is no such host");
    expect(names).toEqual(["xn--bcher-kva.example"]);
    await looking.close();
  });
});

describe("a document is refused for good:", () => {
  test.each<[string, Page, string]>([
    ["404", status(404), "NotFound"],
    ["410", status(410), "NotFound"],
    ["401", status(401), "Forbidden"],
    ["403", status(403), "Forbidden"],
    ["another status of its own fault", status(406), "AddressRefused"],
    ["an answer without content", status(204), "Empty"],
    ["no bytes", say(""), "Empty"],
    ["a redirect to nowhere", redirect("https://"), "AddressRefused"],
    ["a redirect without an address", status(302), "AddressRefused"],
    ["a redirect to what is not encrypted", redirect("http://localhost/a"), "BlockedAddress"],
    ["a redirect to a file", redirect("file:///etc/passwd"), "UnsupportedAddress"],
    ["a redirect with a password", redirect("https://a:b@localhost/"), "UnsupportedAddress"],
    ["a redirect to metadata", redirect("https://169.254.169.254/latest"), "BlockedAddress"],
    ["a length over the limit", (_, response) => void response.writeHead(200, { "content-length": "1000" }).end("x".repeat(1000)), "TooLarge"],
    ["more bytes than the limit, without a length", (_, response) => void response.write("x".repeat(600), () => response.end("x".repeat(600))), "TooLarge"],
    ["gzip that unpacks to more than the limit", (_, response) => void response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync("x".repeat(100_000))), "DecompressionLimit"],
    ["what should be gzip and is not", (_, response) => void response.writeHead(200, { "content-encoding": "gzip" }).end("hello"), "Corrupt"],
    ["a packing that is not known", (_, response) => void response.writeHead(200, { "content-encoding": "xpack" }).end("hello"), "UnsupportedEncoding"],
  ])("%s", async (_, page, reason) => {
    await expect(fetchPage(page, { maxFileBytes: 500 })).rejects.toMatchObject({ name: "PermanentError", reason });
  });

  test("redirects without end", async () => {
    site.pages.set("/round", redirect("/round"));
    await expect(fetchText(site.at("/round"))).rejects.toMatchObject({ reason: "AddressRefused" });
    expect(site.asked).toHaveLength(6);
  });

  test.each([
    ["a user in the address", "https://ada@localhost/a", "UnsupportedAddress"],
    ["a password in the address", "https://ada:secret@localhost/a", "UnsupportedAddress"],
    ["no encryption", "http://localhost/a", "BlockedAddress"],
    ["no host", "https:///", "UnsupportedAddress"],
    ["a port beyond all ports", "https://localhost:99999/", "UnsupportedAddress"],
  ])("%s", async (_, uri, reason) => {
    await expect(fetchText(uri)).rejects.toMatchObject({ name: "PermanentError", reason });
  });
});

describe("a document is tried again, at the cost of an attempt:", () => {
  test.each<[string, Page, Partial<RetryableError>]>([
    ["a server that is too busy", status(429, { "retry-after": "7" }), { retryAfterSeconds: 7 }],
    ["a gateway without an answer", status(503), { retryAfterSeconds: 15 }],
    ["a server that failed", status(500), { retryAfterSeconds: undefined }],
    ["an answer that does not begin", () => undefined, { retryAfterSeconds: 15 }],
    ["a body that stops coming", (_, response) => void response.writeHead(200, { "content-length": "10" }).write("hello"), { retryAfterSeconds: 15 }],
    ["fewer bytes than the length says", (request, response) => void response.writeHead(200, { "content-length": "10" }).write("hello", () => request.socket.end()), { retryAfterSeconds: 15 }],
    ["a connection that is reset in the middle", (request, response) => void response.write("hello", () => request.socket.destroy()), { retryAfterSeconds: 15 }],
    ["a body in pieces without its end", (request, response) => void response.writeHead(200, { "transfer-encoding": "chunked" }).write("hello", () => request.socket.end()), { retryAfterSeconds: 15 }],
  ])("%s", async (_, page, facts) => {
    await expect(fetchPage(page)).rejects.toMatchObject({ name: "RetryableError", reason: "Unavailable", ...facts });
  });

  test("a port where nobody listens, later and later", async () => {
    const { port } = site;
    await site.close();
    for (const [attempt, retryAfterSeconds] of [[1, 15], [2, 60], [3, 240], [9, 240]] as const) {
      await expect(fetchText(`https://localhost:${port}/`, { attempt, from: makeClient() })).rejects.toMatchObject({ name: "RetryableError", retryAfterSeconds, message: `localhost:${port}: the connection was refused` });
    }
  });

  test("a certificate that is not to be trusted, has run out, or is another host's", async () => {
    const expired = await makeSite({ certificate: makeCertificate(["localhost"], Date.now() - 1000) });
    const foreign = await makeSite({ certificate: makeCertificate(["elsewhere.example"]) });
    const all = makeClient({ ca: `${expired.ca}${foreign.ca}` });
    for (const each of [site, expired, foreign]) {
      each.pages.set("/", say("hello"));
      await expect(fetchText(each.at("/"), { from: all })).rejects.toThrow(/certificate is not accepted/);
    }
    expect([...site.asked, ...expired.asked, ...foreign.asked]).toEqual([]);
    await Promise.all([all.close(), expired.close(), foreign.close()]);
  });

  test("a host that speaks something else", async () => {
    const server = await new Promise<Server>((resolve) => {
      const made: Server = createServer((socket) => void socket.on("error", () => undefined).resume().end("SSH-2.0-OpenSSH\r\n")).listen(0, "127.0.0.1", () => resolve(made));
    });
    const address = server.address();
    const port = typeof address === "object" ? address?.port : 0;
    await expect(fetchText(`https://localhost:${port}/`)).rejects.toMatchObject({ name: "RetryableError" });
    await new Promise((resolve) => server.close(resolve));
  });
});

describe("the address that is called", () => {
  const strict = { allowPrivateAddresses: false, allowHttp: false };

  function resolving(...answers: readonly (readonly LookupAddress[])[]): { readonly lookUp: LookUpAll; readonly calls: () => number } {
    let calls = 0;
    return { calls: () => calls, lookUp: (_, callback) => callback(null, answers[Math.min(calls++, answers.length - 1)] ?? []) };
  }

  test.each(["https://localhost/", "https://127.0.0.1/", "https://[::1]/", "https://2130706433/", "https://0x7f.1/", "https://[::ffff:127.0.0.1]/", "https://10.0.0.1/", "https://169.254.169.254/latest/meta-data/", "https://0/"])(
    "%s is refused unless private ones are allowed",
    async (uri) => {
      const guarded = makeClient({ rules: strict });
      const error = await fetchText(uri, { from: guarded }).catch((each: unknown) => each);
      expect(error).toMatchObject({ name: "PermanentError", reason: "BlockedAddress", message: expect.stringContaining("--allow-private-addresses") });
      await guarded.close();
    },
  );

  test("is the one that was judged: a name that is public at first and private then is refused", async () => {
    const { lookUp, calls } = resolving([{ address: "192.0.2.1", family: 4 }], [{ address: "127.0.0.1", family: 4 }]);
    const guarded = makeClient({ rules: strict, lookUp });
    for (let round = 0; round < 2; round += 1) {
      await expect(fetchText(site.at("/page", "documents.example"), { from: guarded })).rejects.toMatchObject({ reason: "BlockedAddress" });
      expect(calls()).toBe(round + 1);
    }
    expect(site.asked).toEqual([]);
    await guarded.close();
  });

  test("is never asked for by another look-up than the one that is judged", async () => {
    const { lookUp, calls } = resolving([{ address: "127.0.0.1", family: 4 }]);
    const looking = makeClient({ lookUp });
    site.pages.set("/page", say("hello"));
    expect(await fetchText(site.at("/page", "documents.example"), { from: looking })).toBe("hello");
    expect(calls()).toBe(1);
    await looking.close();
  });

  test("is one of the allowed, where a name has both kinds", async () => {
    const { lookUp } = resolving([{ address: "169.254.169.254", family: 4 }, { address: "127.0.0.1", family: 4 }]);
    const looking = makeClient({ lookUp });
    site.pages.set("/page", say("hello"));
    expect(await fetchText(site.at("/page", "documents.example"), { from: looking })).toBe("hello");
    await looking.close();
  });

  test("is judged again at each redirect", async () => {
    const { lookUp } = resolving([{ address: "127.0.0.1", family: 4 }], [{ address: "169.254.169.254", family: 4 }]);
    const looking = makeClient({ lookUp });
    site.pages.set("/page", redirect("https://metadata.example/"));
    await expect(fetchText(site.at("/page", "documents.example"), { from: looking })).rejects.toMatchObject({ reason: "BlockedAddress", message: expect.stringContaining("metadata.example") });
    await looking.close();
  });

  test("may be without encryption where that is allowed", async () => {
    const plain = await makeSite({ isPlain: true });
    plain.pages.set("/page", say("hello"));
    const loose = makeClient({ rules: { allowPrivateAddresses: true, allowHttp: true } });
    expect(await fetchText(plain.at("/page"), { from: loose })).toBe("hello");
    await loose.close();
    await plain.close();
  });
});

describe("a host that is down", () => {
  test("is left alone for a while after three failures, and its documents fail at once", async () => {
    const { port } = site;
    const uri = `https://localhost:${port}/`;
    await site.close();
    for (let failure = 0; failure < 3; failure += 1) await expect(fetchText(uri)).rejects.toThrow(/refused$/);
    await expect(fetchText(uri)).rejects.toMatchObject({ name: "RetryableError", message: `localhost:${port}: the connection was refused (a moment ago, several times)` });
  });

  test("does not keep documents of other hosts from being fetched", async () => {
    site.pages.set("/page", say("hello"));
    const down = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => down.once("listening", resolve));
    const address = down.address();
    await new Promise((resolve) => down.close(resolve));
    const uri = `https://localhost:${typeof address === "object" ? address?.port : 0}/`;
    for (let failure = 0; failure < 5; failure += 1) await expect(fetchText(uri)).rejects.toThrow(RetryableError);
    expect(await fetchText(site.at("/page"))).toBe("hello");
  });
});

test("what stands in an address for the server alone is in no message", async () => {
  site.pages.set("/secret", status(403)).set("/down", status(503)).set("/away", redirect("https://169.254.169.254/?token=hidden"));
  for (const path of ["/secret?token=hidden", "/down?token=hidden", "/away?token=hidden", "/none?token=hidden#hidden"]) {
    const error = await fetchText(site.at(path)).catch((each: unknown) => each);
    expect(error instanceof PermanentError || error instanceof RetryableError).toBe(true);
    expect(String(error)).not.toContain("hidden");
  }
  await expect(fetchText("https://ada:hidden@localhost/")).rejects.not.toThrow(/hidden/);
});

test("a fetch that is told to stop stops, before and in the middle", async () => {
  await expect(fetchPage(say("hello"), { signal: AbortSignal.abort(new Error("stop")) })).rejects.toThrow("stop");
  const ending = new AbortController();
  const page: Page = (_, response) => void response.writeHead(200).write("x", () => ending.abort(new Error("stop")));
  await expect(fetchPage(page, { signal: ending.signal })).rejects.toThrow("stop");
});
