import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { detectFileType } from "./file-type.ts";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ream-type-"));
});

afterAll(() => rm(folder, { recursive: true }));

async function detect(text: string): Promise<string> {
  const path = join(folder, "file");
  await writeFile(path, text, "latin1");
  return detectFileType(path);
}

const TAR = `${"a.pdf".padEnd(257, "\0")}ustar\x0000`.padEnd(512, "\0");

test.each([
  ["at the beginning", "%PDF-1.7\n"],
  ["behind what a server sent", "HTTP/1.1 200 OK\r\n\r\n%PDF-1.4"],
  ["behind a script's warning", "<br />\nWarning: x in y.php\n%PDF-1.4"],
  ["behind binary bytes", "\0\x01\x02%PDF-1.4"],
])("the mark of a PDF counts %s", async (_, text) => {
  expect(await detect(text)).toBe("pdf");
});

test.each([
  ["in the middle of a line", "such as %PDF-1.7, and so on", "plain text"],
  ["behind the first kilobyte", `${"x\n".repeat(600)}%PDF-1.7`, "plain text"],
  ["in an archive that does not pack it", "PK\x03\x04\0\0a.pdf\0\n%PDF-1.7", "ZIP archive"],
  ["in an old office document", "\xd0\xcf\x11\xe0\0\n%PDF-1.7", "old office document"],
  ["in a tape archive", `${TAR}%PDF-1.7`, "TAR archive"],
])("the mark of a PDF does not count %s", async (_, text, what) => {
  await expect(detect(text)).rejects.toMatchObject({ reason: "UnsupportedType", message: expect.stringContaining(what) });
});
