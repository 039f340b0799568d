import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSnapshotFile } from "../../local/snapshot-file.ts";
import { describeSnapshots } from "./snapshots-suite.ts";

describeSnapshots("a file", async () => {
  const folder = await mkdtemp(join(tmpdir(), "ream-snapshots-"));
  const path = join(folder, "snapshot");
  return {
    snapshots: createSnapshotFile(path),
    reopen: async () => createSnapshotFile(path),
    breakStore: async () => {
      await rm(path);
      await mkdir(path);
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
});
