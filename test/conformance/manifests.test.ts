import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createManifestsFolder } from "../../local/manifests-folder.ts";
import { describeManifests, JOB_UID } from "./manifests-suite.ts";

describeManifests("a folder", async () => {
  const folder = await mkdtemp(join(tmpdir(), "ream-manifests-"));
  const open = () => createManifestsFolder({ folder: join(folder, "manifests"), jobUid: JOB_UID });
  return { manifests: open(), reopen: async () => open(), close: () => rm(folder, { recursive: true, force: true }) };
});

test("runs that did not become the manifest can be removed, and no partial file stays", async () => {
  const folder = await mkdtemp(join(tmpdir(), "ream-manifests-"));
  const manifests = createManifestsFolder({ folder, jobUid: JOB_UID });
  await manifests.write(JOB_UID, "given-up", 0, "page");
  await manifests.write(JOB_UID, "taken", 0, "page");
  await manifests.write(JOB_UID, "taken", "index", "index");
  await manifests.removeOthers("taken");
  expect(await readdir(folder)).toEqual(["taken"]);
  expect((await readdir(join(folder, "taken"))).sort()).toEqual(["index.json", "page-000000.json"]);
  await expect(manifests.read("another-job", "taken", 0)).rejects.toThrow(/manifests of job/);
  await rm(folder, { recursive: true });
});
