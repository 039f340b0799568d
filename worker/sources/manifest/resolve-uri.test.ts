import { describe, expect, test } from "vitest";
import { resolveUri } from "./resolve-uri.ts";

const HOME = { volume: "scans", rawRoot: "/mnt/scans", rawFolder: "2024" };

describe("an address in a manifest", () => {
  test.each([
    ["with a scheme stays as it is", "s3://bucket/a b.pdf", "s3://bucket/a b.pdf"],
    ["without one lies in the manifest's folder", "march/a.pdf", "volume://scans/2024/march/a.pdf"],
    ["is a path as it is written, percent signs and all", "50%25 é?.pdf", "volume://scans/2024/50%2525%20é%3F.pdf"],
    ["may go up inside the volume", "../2023/a.pdf", "volume://scans/2023/a.pdf"],
    ["may be absolute inside the volume", "/mnt/scans/2023/./a.pdf", "volume://scans/2023/a.pdf"],
    ["may be a member of an archive", "box.zip!/a b/c.pdf", "volume://scans/2024/box.zip!/a%20b/c.pdf"],
    ["may be a member of an archive somewhere else", "../x/box.tar!/c.pdf", "volume://scans/x/box.tar!/c.pdf"],
    ["may have a colon", "note: 1.pdf", "volume://scans/2024/note:%201.pdf"],
  ])("%s", (_, uri, want) => {
    expect(resolveUri(uri, HOME)).toBe(want);
  });

  test.each([
    ["leads out of the volume", "../../etc/passwd", "leads out of the volume `scans`"],
    ["is absolute and elsewhere", "/etc/passwd", "is absolute, and not inside the volume `scans`; write it relative to the manifest's folder, or as volume://"],
    ["is absolute in a folder with a similar name", "/mnt/scans2/a.pdf", "is absolute"],
    ["is absolute and leads out", "/mnt/scans/../a.pdf", "is absolute"],
    ["is absolute on another system", "C:\\scans\\a.pdf", "is absolute"],
  ])("is refused where it %s", (_, uri, problem) => {
    expect(() => resolveUri(uri, HOME)).toThrow(problem);
  });
});

describe("an address in a manifest on the web", () => {
  const WEB = { address: "https://example.org/2024/manifest.csv?signature=abc" };

  test.each([
    ["with a scheme stays as it is", "volume://scans/a.pdf", "volume://scans/a.pdf"],
    ["without one lies beside the manifest, which keeps its query to itself", "march/a b.pdf", "https://example.org/2024/march/a%20b.pdf"],
    ["may begin at the host", "/a.pdf", "https://example.org/a.pdf"],
    ["may go up", "../a.pdf?version=2", "https://example.org/a.pdf?version=2"],
  ])("%s", (_, uri, want) => {
    expect(resolveUri(uri, WEB)).toBe(want);
  });

  test.each(["file:/etc/passwd", "http://", "javascript:alert(1)"])("`%s` is none, or one that is refused when it is fetched", (uri) => {
    if (uri.includes("://")) expect(resolveUri(uri, WEB)).toBe(uri);
    else expect(() => resolveUri(uri, WEB)).toThrow("is no address");
  });
});
