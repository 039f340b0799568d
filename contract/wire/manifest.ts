/** The full list of a job's documents, in pages, immutable once `Discovered` is in the ledger. */
import { z } from "zod";

/** A page holds at most this many documents and bytes, whichever comes first. */
export const MAX_PAGE_DOCUMENTS = 1000;
export const MAX_PAGE_BYTES = 512 * 1024;

/** What one ledger and one operator are meant to carry; more is for several jobs. */
export const MAX_MANIFEST_DOCUMENTS = 10_000_000;

export const MAX_ID_CHARACTERS = 1024;
export const MAX_URI_CHARACTERS = 4096;
export const MAX_GROUP_CHARACTERS = 256;
export const MAX_METADATA_ENTRIES = 64;
export const MAX_METADATA_KEY_CHARACTERS = 128;
export const MAX_METADATA_VALUE_CHARACTERS = 1024;

/** What a user knows of a document, carried along unread. */
export const documentMetadata = z
  .record(z.string().max(MAX_METADATA_KEY_CHARACTERS), z.string().max(MAX_METADATA_VALUE_CHARACTERS))
  .refine((entries) => Object.keys(entries).length <= MAX_METADATA_ENTRIES, { error: `must have at most ${MAX_METADATA_ENTRIES} entries` })
  .meta({ maxProperties: MAX_METADATA_ENTRIES });

export const manifestDocument = z.object({
  id: z.string().min(1).max(MAX_ID_CHARACTERS),
  /** Where its bytes are; absent for handlers that need none. */
  uri: z.string().max(MAX_URI_CHARACTERS).optional(),
  /** Levels by `/`. */
  group: z.string().max(MAX_GROUP_CHARACTERS).optional(),
  metadata: documentMetadata.optional(),
  /** As discovered, where the source tells: to see later what has changed. */
  bytes: z.int().min(0).optional(),
  modifiedMs: z.number().min(0).optional(),
});

export const manifestPage = z.object({ firstIndex: z.int().min(0), documents: z.array(manifestDocument).max(MAX_PAGE_DOCUMENTS) });

export type ManifestDocument = z.infer<typeof manifestDocument>;
export type ManifestPage = z.infer<typeof manifestPage>;

/** Where each page starts; written last, so that its presence says the manifest is whole. */
export const manifestIndex = z.object({ total: z.int().min(0), firstIndexes: z.array(z.int().min(0)), sha256: z.string().length(64) });
export type ManifestIndex = z.infer<typeof manifestIndex>;
