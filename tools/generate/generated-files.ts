/** Every generated file, by its path in the repository. The same contract always gives the same text. */
import { GROUP } from "../../contract/labels.ts";
import { writeCrd } from "./crd.ts";
import { CUSTOM_RESOURCES } from "./custom-resource.ts";
import { writeFieldsPage } from "./fields-page.ts";
import { writeReasonsPage } from "./reasons-page.ts";

export function generateFiles(): ReadonlyMap<string, string> {
  return new Map([
    ...CUSTOM_RESOURCES.map((resource) => [`crds/${GROUP}_${resource.plural}.yaml`, writeCrd(resource)] as const),
    ["docs/reference/reasons.md", writeReasonsPage()],
    ["docs/reference/fields.md", writeFieldsPage(CUSTOM_RESOURCES)],
  ]);
}
