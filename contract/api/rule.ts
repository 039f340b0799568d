/**
 * Rules that go beyond types and bounds. Each is written once, for both judges: as CEL for the API server (generated into
 * the CRD) and as a function for local mode. The table in `test/resources` holds the two to the same verdicts.
 */
import type { z } from "zod";

export interface Rule<T> {
  /** CEL over `self`, the value that the schema describes. */
  readonly cel: string;
  /** "must …": shown behind the field's path. */
  readonly message: string;
  /** The field below `self` that the message is about, dots between levels; default `self`. */
  readonly at?: string;
  /** The same verdict as `cel`, on the parsed value. Only called when the value's own fields have no wrong types. */
  readonly holds: (value: T) => boolean;
}

/** One entry of `x-kubernetes-validations`. */
interface CelRule {
  readonly rule: string;
  readonly message: string;
  readonly fieldPath?: string;
}

const CEL_KEY = "x-kubernetes-validations";

/**
 * The schema with rules that both judges hold it to. Where such an object has a default, the default must be whole: the API
 * server judges it before it fills in the defaults inside it, and refuses the CRD (`schema.prefault(schema.parse({}))`).
 */
export function withRules<S extends z.ZodType>(schema: S, rules: readonly Rule<z.output<S>>[]): S {
  const checked = rules.reduce((guarded, rule) => guarded.check((payload) => {
    if (rule.holds(payload.value)) return;
    const path = rule.at === undefined ? [] : rule.at.split(".");
    payload.issues.push({ code: "custom", message: rule.message, path, input: payload.value, continue: true });
  }), schema);
  return withCel(checked, rules.map(({ cel, message, at }) => ({ rule: cel, message, ...(at === undefined ? {} : { fieldPath: `.${at}` }) })));
}

/** The schema with a rule on how its value may change: for the API server alone, since a file has no earlier self. */
export function withTransition<S extends z.ZodType>(schema: S, rule: { readonly cel: string; readonly message: string }): S {
  return withCel(schema, [{ rule: rule.cel, message: rule.message }]);
}

/** The field keeps the value that it was created with. Not for optional fields: adding or removing one is no transition. */
export function immutable<S extends z.ZodType>(schema: S): S {
  return withTransition(schema, { cel: "self == oldSelf", message: "must not change; make another job instead" });
}

/** The rules of a schema as the CRD will state them. */
export function celRulesOf(schema: z.ZodType): readonly CelRule[] {
  const rules: unknown = schema.meta()?.[CEL_KEY];
  return Array.isArray(rules) ? rules : [];
}

function withCel<S extends z.ZodType>(schema: S, rules: readonly CelRule[]): S {
  return schema.meta({ [CEL_KEY]: [...celRulesOf(schema), ...rules] });
}
