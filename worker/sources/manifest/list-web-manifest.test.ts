import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ManifestDocument } from "../../../contract/wire/manifest.ts";
import { DEFAULT_LIMITS } from "../../limits.ts";
import { makeSite, type Page, say, type Site, status } from "../https/testing/make-site.ts";
import type { SourceContext } from "../source.ts";
import { listManifest } from "./list-manifest.ts";

let site: Site;

beforeEach(async () => {
  site = await makeSite({ isPlain: true });
});

afterEach(() => site.close());

async function list(uri: string, context: Partial<SourceContext> = {}): Promise<ManifestDocument[]> {
  const web = { allowPrivateAddresses: true, allowHttp: true };
  const source = { uri, fields: { id: "id", uri: "uri", group: "group", metadata: [] } };
  const found: ManifestDocument[] = [];
  for await (const { document } of listManifest(source, { volumes: new Map(), excludedFolders: [], limits: DEFAULT_LIMITS, needsInput: true, signal: AbortSignal.timeout(20_000), web, ...context })) found.push(document);
  return found;
}

const CSV = "id,uri\na,a.pdf\nb,https://elsewhere.example/b.pdf\nc,volume://scans/c.pdf\n";

describe("a manifest on the web", () => {
  test.each<[string, Page]>([
    ["plain", say(CSV)],
    ["as a gzip file", say(gzipSync(CSV))],
    ["packed on the way", (_, response) => void response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync(CSV))],
  ])("is read %s, and its addresses are relative to its own", async (_, page) => {
    site.pages.set("/lists/manifest.csv", page);
    expect(await list(site.at("/lists/manifest.csv?signature=abc"))).toEqual([
      { id: "a", uri: site.at("/lists/a.pdf") },
      { id: "b", uri: "https://elsewhere.example/b.pdf" },
      { id: "c", uri: "volume://scans/c.pdf" },
    ]);
  });

  test.each<[string, Page, object]>([
    ["that is not there", status(404), { reason: "ManifestInvalid", message: expect.stringContaining("answered 404") }],
    ["of a server that is down", status(503), { reason: "SourceUnavailable" }],
    ["that is cut short on the way", (request, response) => void response.writeHead(200, { "content-length": "1000" }).write(CSV, () => request.socket.end()), { reason: "SourceUnavailable" }],
    ["that is wrong", say("id,uri\na\n"), { reason: "ManifestInvalid", message: expect.stringContaining("line 2") }],
    ["that is larger than the limit", say(CSV.repeat(100)), { reason: "ManifestInvalid", message: expect.stringContaining("1000") }],
  ])("%s is refused, without what its address hides", async (_, page, want) => {
    site.pages.set("/manifest.csv", page);
    const error = await list(site.at("/manifest.csv?token=hidden"), { limits: { ...DEFAULT_LIMITS, maxDecompressedBytes: 1000 } }).catch((each: unknown) => each);
    expect(error).toMatchObject({ name: "DiscoverError", ...want });
    expect(String(error)).not.toContain("hidden");
  });

  test("is not read from this machine unless that is allowed", async () => {
    site.pages.set("/manifest.csv", say(CSV));
    const web = { allowPrivateAddresses: false, allowHttp: true };
    await expect(list(site.at("/manifest.csv"), { web })).rejects.toMatchObject({ reason: "ManifestInvalid", message: expect.stringContaining("--allow-private-addresses") });
    expect(site.asked).toEqual([]);
  });

  test("cannot lie in an archive", async () => {
    await expect(list("volume://scans/box.zip!/manifest.csv")).rejects.toMatchObject({ reason: "ManifestInvalid", message: expect.stringContaining("unpack it") });
  });
});
