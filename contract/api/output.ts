/** Where a job's results go: exactly one kind of store. */
import { z } from "zod";
import { exactlyOne } from "./exactly-one.ts";
import { dnsLabel, objectName, objectStoreBucket, relativePath, s3Bucket } from "./names.ts";

/** `Retain`: results outlive the job. */
export const DELETION_POLICIES = ["Retain", "Delete"] as const;

const A_FOLDER = "Unset: a folder of the job's own.";

const objectStoreOutput = z.object({
  bucket: objectStoreBucket().meta({ description: "JetStream object store bucket of the namespace." }).default("results"),
  prefix: relativePath().meta({ description: `Folder in the bucket. ${A_FOLDER}` }).optional(),
});

const volumeOutput = z.object({
  name: dnsLabel().meta({ description: "Volume to write to; every pool of the job must list it, writable." }),
  path: relativePath().meta({ description: `Folder in the volume. ${A_FOLDER}` }).optional(),
});

const s3Output = z.object({
  bucket: s3Bucket().meta({ description: "Bucket to write to." }),
  prefix: relativePath().meta({ description: `Folder in the bucket. ${A_FOLDER}` }).optional(),
  secret: objectName()
    .meta({ description: "Secret with endpoint, region and credentials; every pool of the job must list it. Unset: what the worker's service account gives." })
    .optional(),
});

export const batchJobOutput = exactlyOne(
  z.object({
    objectStore: objectStoreOutput.meta({ description: "A JetStream object store: needs nothing set up." }).optional(),
    volume: volumeOutput.meta({ description: "A folder on a volume." }).optional(),
    s3: s3Output.meta({ description: "An S3 bucket." }).optional(),
    deletionPolicy: z
      .enum(DELETION_POLICIES)
      .meta({ description: "What becomes of the results when the job is deleted. Retain: they stay." })
      .default("Retain"),
    keepIntermediates: z.boolean().meta({ description: "Keep the outputs of all stages but the last, too." }).default(false),
  }),
  ["objectStore", "volume", "s3"],
);

export type BatchJobOutput = z.infer<typeof batchJobOutput>;
