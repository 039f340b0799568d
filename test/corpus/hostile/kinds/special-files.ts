/** What is no plain file, cannot be read, is very large, or is something else by the time that it is read. */
import { execFileSync } from "node:child_process";
import { appendFileSync, renameSync, rmSync, statSync, symlinkSync, truncateSync } from "node:fs";
import { chmod, mkdir, rename, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { GIB, type HostileWorld, MIB } from "../hostile-file.ts";
import { onePage } from "../pdf-file.ts";
import { writeContent } from "../write-content.ts";

const MIDDLE_BYTES = 300 * MIB;

/** Gives those that this machine does not let anybody make, with why. */
export async function makeSpecialFiles(volume: string, { canaryText, canaryPicture }: HostileWorld): Promise<Map<string, string>> {
  const folder = join(volume, "special");
  const at = (name: string): string => join(folder, name);
  await mkdir(at("folder.pdf"), { recursive: true });
  await writeFile(at("folder.pdf/inner.pdf"), onePage());
  execFileSync("mkfifo", [at("pipe.pdf")]);
  await makeSocket(at("socket.pdf"));
  await symlink("/dev/zero", at("link-to-device.pdf"));
  await symlink(canaryPicture, at("link-out-of-volume.pdf"));
  await symlink("../../outside/canary.png", at("link-out-by-dots.pdf"));
  await symlink(dirname(canaryText), at("link-to-folder-outside"));
  await symlink("link-to-itself.pdf", at("link-to-itself.pdf"));
  await symlink("link-loop-second.pdf", at("link-loop-of-two.pdf"));
  await symlink("link-loop-of-two.pdf", at("link-loop-second.pdf"));
  await symlink("nothing.pdf", at("link-to-nothing.pdf"));
  await symlink("/proc/self/environ", at("link-to-proc-environ.pdf"));
  await symlink("folder.pdf/inner.pdf", at("link-inside.pdf"));
  await writeFile(at("not-readable.pdf"), onePage());
  await chmod(at("not-readable.pdf"), 0);
  await writeContent(at("sparse-100-gb.pdf"), { head: onePage(), bytes: 100 * GIB });
  await writeContent(at("sparse-1-gb.png"), { head: Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), bytes: GIB });
  for (const name of ["z-grows-while-read.pdf", "z-shrinks-while-read.pdf"]) await writeContent(at(name), { head: onePage(), bytes: MIDDLE_BYTES });
  for (const name of ["z-vanishes-after-listing.pdf", "z-becomes-link-after-listing.pdf", "z-becomes-pipe-after-listing.pdf"]) await writeFile(at(name), onePage());
  return makeDevice(at("device.pdf"));
}

/** Under another name: closing a server removes the one that it was opened with. */
async function makeSocket(path: string): Promise<void> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(`${path}.new`, resolve));
  await rename(`${path}.new`, path);
  await new Promise((resolve) => server.close(resolve));
}

function makeDevice(path: string): Map<string, string> {
  try {
    execFileSync("mknod", [path, "c", "1", "5"], { stdio: "pipe" });
    return new Map();
  } catch (error) {
    return new Map([["special/device.pdf", `no device can be made here: ${error instanceof Error ? error.message.trim() : String(error)}`]]);
  }
}

/** What comes between listing and reading. */
export function changeAfterListing(volume: string, { canaryPicture }: HostileWorld): void {
  const at = (name: string): string => join(volume, "special", name);
  rmSync(at("z-vanishes-after-listing.pdf"));
  symlinkSync(canaryPicture, `${at("z-becomes-link-after-listing.pdf")}.new`);
  renameSync(`${at("z-becomes-link-after-listing.pdf")}.new`, at("z-becomes-link-after-listing.pdf"));
  rmSync(at("z-becomes-pipe-after-listing.pdf"));
  execFileSync("mkfifo", [at("z-becomes-pipe-after-listing.pdf")]);
}

/** Called again and again while the run goes on: a byte more, a byte less. */
export function changeWhileRead(volume: string): void {
  const shrinking = join(volume, "special/z-shrinks-while-read.pdf");
  appendFileSync(join(volume, "special/z-grows-while-read.pdf"), "x");
  truncateSync(shrinking, Math.max(MIDDLE_BYTES / 2, statSync(shrinking).size - 1));
}
