/** What every store of manifests must do. */
import { afterEach, describe, expect, test } from "vitest";
import type { Manifests } from "../../worker/ports.ts";

export interface ManifestsUnderTest {
  readonly manifests: Manifests;
  /** The same store, as another process sees it later. */
  readonly reopen: () => Promise<Manifests>;
  readonly close: () => Promise<void>;
}

export const JOB_UID = "0b9d6c1e-5a55-4d8e-9c0a-3f8f3f6f0001";

export function describeManifests(name: string, create: () => Promise<ManifestsUnderTest>): void {
  const opened: ManifestsUnderTest[] = [];
  const open = async (): Promise<ManifestsUnderTest> => {
    const made = await create();
    opened.push(made);
    return made;
  };
  afterEach(async () => {
    for (const made of opened.splice(0)) await made.close();
  });

  describe(`manifests: ${name}`, () => {
    test("what was written is read, also by another process", async () => {
      const { manifests, reopen } = await open();
      await manifests.write(JOB_UID, "run-1", 0, '{"größe":1}');
      await manifests.write(JOB_UID, "run-1", 1_000_000, "last page");
      await manifests.write(JOB_UID, "run-1", "index", "the index");
      const other = await reopen();
      expect(await other.read(JOB_UID, "run-1", 0)).toBe('{"größe":1}');
      expect(await other.read(JOB_UID, "run-1", 1_000_000)).toBe("last page");
      expect(await other.read(JOB_UID, "run-1", "index")).toBe("the index");
    });

    test("what is not there is undefined: an unknown run, page or index", async () => {
      const { manifests } = await open();
      expect(await manifests.read(JOB_UID, "run-1", "index")).toBeUndefined();
      await manifests.write(JOB_UID, "run-1", 0, "page");
      expect(await manifests.read(JOB_UID, "run-1", 1)).toBeUndefined();
      expect(await manifests.read(JOB_UID, "run-1", "index")).toBeUndefined();
      expect(await manifests.read(JOB_UID, "run-2", 0)).toBeUndefined();
    });

    test("runs do not see each other's pages", async () => {
      const { manifests } = await open();
      await manifests.write(JOB_UID, "run-1", 0, "one");
      await manifests.write(JOB_UID, "run-2", 0, "two");
      expect(await manifests.read(JOB_UID, "run-1", 0)).toBe("one");
    });

    test("a page that is written again is replaced", async () => {
      const { manifests } = await open();
      await manifests.write(JOB_UID, "run-1", 0, "a long first version");
      await manifests.write(JOB_UID, "run-1", 0, "second");
      expect(await manifests.read(JOB_UID, "run-1", 0)).toBe("second");
    });

    test("the largest page that discovery writes fits", async () => {
      const { manifests } = await open();
      const page = "x".repeat(600 * 1024);
      await manifests.write(JOB_UID, "run-1", 0, page);
      expect(await manifests.read(JOB_UID, "run-1", 0)).toBe(page);
    });

    test.each(["", "..", "a/b", "../../etc", "a\u0000b", "x".repeat(65)])("a run id that is no plain name is refused: %j", async (run) => {
      const { manifests } = await open();
      await expect(manifests.write(JOB_UID, run, 0, "page")).rejects.toThrow();
      await expect(manifests.read(JOB_UID, run, 0)).rejects.toThrow();
    });
  });
}
