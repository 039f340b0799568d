/** What every store of snapshots must do. */
import { afterEach, describe, expect, test } from "vitest";
import type { Snapshots } from "../../local/snapshot-file.ts";

export interface SnapshotsUnderTest {
  readonly snapshots: Snapshots;
  readonly reopen: () => Promise<Snapshots>;
  /** The stored bytes become unreadable. */
  readonly breakStore: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export function describeSnapshots(name: string, create: () => Promise<SnapshotsUnderTest>): void {
  const opened: SnapshotsUnderTest[] = [];
  const open = async (): Promise<SnapshotsUnderTest> => {
    const made = await create();
    opened.push(made);
    return made;
  };
  afterEach(async () => {
    for (const made of opened.splice(0)) await made.close();
  });

  describe(`snapshots: ${name}`, () => {
    test("there is none at first", async () => {
      expect(await (await open()).snapshots.read()).toBeUndefined();
    });

    test("the last one written is read, byte for byte, also by another process", async () => {
      const { snapshots, reopen } = await open();
      await snapshots.write(new Uint8Array(5_000_000).fill(7));
      const bytes = Uint8Array.from({ length: 256 }, (_, byte) => byte);
      await snapshots.write(bytes);
      expect(new Uint8Array((await (await reopen()).read()) ?? [])).toEqual(bytes);
    });

    test("a removed one is gone, and removing again does nothing", async () => {
      const { snapshots } = await open();
      await snapshots.write(new Uint8Array([1]));
      await snapshots.remove();
      await snapshots.remove();
      expect(await snapshots.read()).toBeUndefined();
    });

    test("one that cannot be read is as none: the ledger is replayed", async () => {
      const { snapshots, breakStore } = await open();
      await snapshots.write(new Uint8Array([1]));
      await breakStore();
      expect(await snapshots.read()).toBeUndefined();
    });
  });
}
