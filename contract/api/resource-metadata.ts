/** Kubernetes' own part of a resource, as far as Ream reads it. The API server has its own schema for it. */
import { z } from "zod";
import { GROUP } from "../labels.ts";
import { boundedMap } from "./lists.ts";
import { dnsLabel, objectName } from "./names.ts";

export const API_VERSION = `${GROUP}/v1alpha1`;

const texts = () => boundedMap(z.string().max(262_144), { maxKeyCharacters: 317, maximum: 1000 }).optional();
const serverText = () => z.string().max(253).optional();
/** Written and read by the server; accepted so that what `kubectl get -o yaml` prints can be read back. */
const ofServer = () => z.unknown().optional();

export const resourceMetadata = z.object({
  name: objectName(),
  namespace: dnsLabel().optional(),
  uid: serverText(),
  resourceVersion: serverText(),
  generation: z.int().min(0).optional(),
  creationTimestamp: serverText(),
  deletionTimestamp: serverText(),
  labels: texts(),
  annotations: texts(),
  finalizers: z.array(z.string().max(317)).max(100).optional(),
  generateName: ofServer(),
  deletionGracePeriodSeconds: ofServer(),
  ownerReferences: ofServer(),
  managedFields: ofServer(),
  selfLink: ofServer(),
});

export type ResourceMetadata = z.infer<typeof resourceMetadata>;
