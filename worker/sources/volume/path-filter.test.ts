import { describe, expect, test } from "vitest";
import { createPathFilter } from "./path-filter.ts";

describe("a path filter", () => {
  test.each([
    ["takes every file without patterns", [], [], "a/b.pdf", true],
    ["takes no hidden file unasked", [], [], "a/.b.pdf", false],
    ["takes nothing in a hidden folder unasked", ["**/*.pdf"], [], ".trash/a.pdf", false],
    ["takes hidden names that are asked for", [".trash/**"], [], ".trash/a.pdf", true],
    ["takes files at the top for **/", ["**/*.pdf"], [], "a.pdf", true],
    ["takes no folder's files for a plain star", ["*.pdf"], [], "a/b.pdf", false],
    ["tells case apart", ["**/*.pdf"], [], "a.PDF", false],
    ["takes what any pattern names", ["**/*.{pdf,PDF}", "**/*.tif"], [], "a.tif", true],
    ["leaves out what exclude names, whatever include says", ["**"], ["**/draft-*"], "a/draft-1.pdf", false],
    ["leaves out hidden files that both name", ["**/.*"], [".*"], ".a", false],
    ["takes all that is in a folder for its name and a slash", ["2024/"], [], "2024/a/b.pdf", true],
    ["takes names with line ends in them", ["**/*.pdf"], [], "a\n/b\r.pdf", true],
    ["takes a leading exclamation mark as it is", ["!a.pdf"], [], "b.pdf", false],
  ])("%s", (_, include, exclude, path, want) => {
    expect(createPathFilter({ include, exclude }).takes(path)).toBe(want);
  });

  test.each([
    ["a hidden folder", [], [], ".trash", true],
    ["a hidden folder in a folder", ["**/*.pdf"], [], "a/.trash", true],
    ["no hidden folder where hidden names are asked for", [".trash/*.pdf"], [], ".trash", false],
    ["a folder that exclude names as a whole", [], ["private/**"], "private", true],
    ["a folder that exclude names with a slash", [], ["private/"], "private", true],
    ["no folder of which exclude names some files", [], ["private/*.pdf"], "private", false],
    ["everything for two stars", [], ["**"], "a", true],
  ])("does not look into %s", (_, include, exclude, folder, want) => {
    expect(createPathFilter({ include, exclude }).leavesOut(folder)).toBe(want);
  });
});

describe("members of an archive", () => {
  test.each([
    ["are taken without patterns", [], [], "a.pdf", true],
    ["are taken by their own path, as in a folder", ["**/*.pdf"], [], "inner/a.pdf", true],
    ["are left out where include does not name them", ["**/*.pdf"], [], "a.txt", false],
    ["are all taken where include names the archive", ["**/*.zip"], [], "inner/a.txt", true],
    ["are left out where exclude names them", ["**/*.zip"], ["**/draft-*"], "draft-1.txt", false],
    ["are left out where they are hidden", ["**/*.zip"], [], "__MACOSX/._a.txt", false],
    ["are taken where they are hidden and asked for", ["**/.a"], [], ".a", true],
  ])("%s", (_, include, exclude, member, want) => {
    expect(createPathFilter({ include, exclude }).takesMember("2024/box.zip", member)).toBe(want);
  });

  test.each([
    ["by its name", ["**/*.zip"], "2024/box.zip", true],
    ["as a folder", ["2024/box.zip/**"], "2024/box.zip", true],
    ["with its own folder", ["2024/"], "2024/box.zip", true],
    ["not by the name of some members", ["**/*.pdf"], "2024/box.zip", false],
  ])("are left out with their archive %s", (_, exclude, archive, want) => {
    expect(createPathFilter({ include: [], exclude }).leavesOutArchive(archive)).toBe(want);
  });
});
