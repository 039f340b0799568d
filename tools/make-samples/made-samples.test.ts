import { describe, expect, test } from "vitest";
import { readSamples, readTruth, SAMPLES_FOLDER } from "../../test/corpus/read-samples.ts";
import { buildTruth, toRow } from "./build-sample.ts";
import { checkKeptSample } from "./check-kept-sample.ts";
import { createMeasure } from "./font-metrics.ts";
import { KEPT_SAMPLES } from "./kept-samples.ts";
import { MADE_SAMPLES } from "./made-samples.ts";

const measure = await createMeasure();
const table = await readSamples();

describe("the committed samples", () => {
  test.each(MADE_SAMPLES)("are those that the tool describes: $file", async (sample) => {
    expect(table).toContainEqual(toRow(sample));
    expect(await readTruth(sample.file)).toEqual(buildTruth(sample, measure));
  });

  test.each(KEPT_SAMPLES)("have the real scan as it came: $file", async (sample) => {
    expect(table).toContainEqual(await checkKeptSample(sample, SAMPLES_FOLDER));
    expect(await readTruth(sample.file)).toEqual(sample.pages);
  });
});
