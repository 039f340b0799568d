/** The few things of a worker's Pod that a pool decides; there is no Pod template. */
import { z } from "zod";
import { boundedMap, keyedList } from "./lists.ts";
import { dnsLabel, objectName } from "./names.ts";
import { resourceQuantity, seconds } from "./quantities.ts";

const quantities = () => boundedMap(resourceQuantity(), { maxKeyCharacters: 253, maximum: 8 });

export const poolResources = z.object({
  requests: quantities().meta({ description: "What a worker is given for sure, by resource: `cpu`, `memory`, …" }).optional(),
  limits: quantities().meta({ description: "What a worker may not exceed. A handler process may use its share of the memory limit." }).optional(),
});

export const poolVolume = z.object({
  name: dnsLabel().meta({ description: "Name that jobs use." }),
  claimName: objectName().meta({ description: "PersistentVolumeClaim in the pool's namespace." }),
  readOnly: z.boolean().meta({ description: "Mount it so that nothing can be written." }).default(false),
});

export const poolSecret = z.object({ name: objectName().meta({ description: "Secret in the pool's namespace; mounted as files." }) });

export const poolVariable = z.object({
  name: z
    .string()
    .min(1)
    .max(128)
    .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, { error: "must consist of letters, digits and `_`, and not begin with a digit" })
    .meta({ description: "Name of the variable." }),
  value: z.string().max(4096).meta({ description: "Its value. Nothing secret: use `secrets`." }).default(""),
});

const OPERATORS = ["Exists", "Equal"] as const;
const EFFECTS = ["NoSchedule", "PreferNoSchedule", "NoExecute"] as const;

export const poolToleration = z.object({
  key: z.string().max(317).meta({ description: "Taint key. Unset, with operator Exists: every taint." }).optional(),
  operator: z.enum(OPERATORS).meta({ description: "How the taint's value is compared." }).default("Equal"),
  value: z.string().max(63).meta({ description: "Taint value, for operator Equal." }).optional(),
  effect: z.enum(EFFECTS).meta({ description: "Taint effect. Unset: all." }).optional(),
  tolerationSeconds: seconds(0).meta({ description: "How long a NoExecute taint is tolerated. Unset: for ever." }).optional(),
});

export const poolNodeSelector = boundedMap(z.string().max(63), { maxKeyCharacters: 317, maximum: 16 });
export const poolPullSecrets = keyedList(z.object({ name: objectName().meta({ description: "Secret of a registry." }) }), { key: "name", maximum: 8 });
