/** The list of mistakes and the patches must name the same: a line without its patch would look as if it were checked. */
import { readFile, readdir } from "node:fs/promises";
import { basename, join } from "node:path";

export interface PlantedList {
  readonly names: readonly string[];
  /** Lines without a patch, and patches without a line. */
  readonly problems: readonly string[];
}

const LINE = /^\| ([a-z][a-z-]*[a-z]) \| .+ \|$/gm;

export async function readPlantedList(folder: string): Promise<PlantedList> {
  const listed = [...(await readFile(join(folder, "README.md"), "utf8")).matchAll(LINE)].map(([, name]) => name ?? "").filter((name) => name !== "patch");
  const patched = (await readdir(folder)).filter((file) => file.endsWith(".patch")).map((file) => basename(file, ".patch"));
  const withoutPatch = listed.filter((name) => !patched.includes(name)).map((name) => `${name} is in README.md, and there is no ${name}.patch`);
  const withoutLine = patched.filter((name) => !listed.includes(name)).map((name) => `${name}.patch has no line in README.md`);
  return { names: listed.filter((name) => patched.includes(name)), problems: [...withoutPatch, ...withoutLine] };
}
