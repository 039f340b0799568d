/** Where a job's documents come from: exactly one kind of source. */
import { z } from "zod";
import { documentMetadata, MAX_GROUP_CHARACTERS, MAX_ID_CHARACTERS, MAX_URI_CHARACTERS } from "../wire/manifest.ts";
import { exactlyOne } from "./exactly-one.ts";
import { atomicList, keyedList } from "./lists.ts";
import { dataKey, dnsLabel, keyPrefix, objectName, objectStoreBucket, relativePath, s3Bucket } from "./names.ts";

export const MAX_INLINE_DOCUMENTS = 200;
export const MAX_GLOBS = 32;

const glob = () => z.string().min(1).max(256);
const fieldName = (name: string) => z.string().min(1).max(128).default(name);

const sourceDocument = z.object({
  id: z.string().min(1).max(MAX_ID_CHARACTERS).meta({ description: "Names the document in results and outputs; unique in the job." }),
  uri: z
    .string()
    .min(1)
    .max(MAX_URI_CHARACTERS)
    .meta({ description: "Where the document's bytes are, e.g. `https://…`, `s3://…`, `volume://…`, or `volume://…/box.zip!/a.pdf` for a member of an archive. Not needed by handlers that need no bytes." })
    .optional(),
  group: z.string().max(MAX_GROUP_CHARACTERS).meta({ description: "Group that the document is summed under, with levels by `/`: `cs101/ada`." }).optional(),
  metadata: documentMetadata.meta({ description: "What else is known of the document; handed to the handler." }).optional(),
});

const manifestFields = z.object({
  id: fieldName("id").meta({ description: "Field that holds a document's id." }),
  uri: fieldName("uri").meta({ description: "Field that holds a document's uri." }),
  group: fieldName("group").meta({ description: "Field that holds a document's group." }),
  metadata: atomicList(z.string().min(1).max(128), 32)
    .meta({ description: "Further fields to keep as metadata, beside those of an object named `metadata`." })
    .default([]),
});

const configMapKeyRef = z.object({
  name: objectName().meta({ description: "Name of the ConfigMap." }),
  key: dataKey().meta({ description: "Key in the ConfigMap." }),
});

const manifestSource = exactlyOne(
  z.object({
    uri: z.string().min(1).max(MAX_URI_CHARACTERS).meta({ description: "Where the manifest is, e.g. `s3://bucket/manifest.jsonl`." }).optional(),
    configMapKeyRef: configMapKeyRef.meta({ description: "The manifest is a key of a ConfigMap in the job's namespace." }).optional(),
    fields: manifestFields.meta({ description: "What the manifest calls the fields of a document." }).prefault(manifestFields.parse({})),
    secret: objectName()
      .meta({ description: "Secret with the credentials for the manifest and for the documents that it names; the job's pools must list it." })
      .optional(),
  }),
  ["uri", "configMapKeyRef"],
);

const volumeSource = z.object({
  name: dnsLabel().meta({ description: "Volume that the documents lie on; the job's pools must list it." }),
  path: relativePath().meta({ description: "Folder in the volume to start from." }).default(""),
  include: atomicList(glob(), MAX_GLOBS).meta({ description: "Patterns of paths below `path` to take; none takes every file." }).default([]),
  exclude: atomicList(glob(), MAX_GLOBS).meta({ description: "Patterns of paths below `path` to leave out, whatever `include` says." }).default([]),
  archives: z
    .enum(["keep", "expand"])
    .meta({ description: "What archives in the folder are (`.zip`, `.tar`, `.tar.gz`, `.tgz`): `keep`, documents like any other; `expand`, folders, with their members as documents." })
    .default("keep"),
});

const s3Source = z.object({
  bucket: s3Bucket().meta({ description: "Bucket that the documents lie in." }),
  prefix: keyPrefix().meta({ description: "What the keys of documents begin with." }).default(""),
  secret: objectName()
    .meta({ description: "Secret with endpoint, region and credentials; the job's pools must list it. Unset: what the worker's service account gives." })
    .optional(),
});

const objectStoreSource = z.object({
  bucket: objectStoreBucket().meta({ description: "JetStream object store bucket of the namespace; `ream submit` uploads to `uploads`." }),
  prefix: keyPrefix().meta({ description: "What the names of documents begin with." }).default(""),
});

export const batchJobSource = exactlyOne(
  z.object({
    documents: keyedList(sourceDocument, { key: "id", maximum: MAX_INLINE_DOCUMENTS })
      .min(1)
      .meta({ description: "The documents themselves, at most 200." })
      .optional(),
    manifest: manifestSource.meta({ description: "A list of documents: JSON, JSON lines or CSV with a header, plain or gzip." }).optional(),
    volume: volumeSource.meta({ description: "The files of a volume's folder; a document's id is its path below it." }).optional(),
    s3: s3Source.meta({ description: "The objects of an S3 bucket; a document's id is its key behind the prefix." }).optional(),
    objectStore: objectStoreSource.meta({ description: "The objects of a JetStream object store." }).optional(),
  }),
  ["documents", "manifest", "volume", "s3", "objectStore"],
);

export type BatchJobSource = z.infer<typeof batchJobSource>;
