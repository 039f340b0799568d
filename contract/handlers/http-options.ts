/**
 * What a job may say about calling a service: `options` of a stage whose pool's handler is `http`. Which service it is, and
 * with which credentials, is the pool's.
 */
import { z } from "zod";
import { parseTemplateText } from "./http-template.ts";
import { MAX_JSON_PATH_CHARACTERS, parseJsonPath } from "./json-path.ts";

const BODIES = ["file", "multipart", "json", "template"] as const;
const MIB = 1024 * 1024;

const fields = z.strictObject({
  body: z
    .enum(BODIES)
    .default("file")
    .meta({ description: "What is posted. file: the document's bytes. multipart: the same as a form's file. json: an object with the document. template: the JSON of `template`." }),
  template: z.unknown().optional().meta({ description: "For body template: any JSON, in whose strings placeholders such as {{text}} are filled in." }),
  content: z
    .enum(["auto", "text", "base64", "none"])
    .default("auto")
    .meta({ description: "For body json: how the document's bytes stand in it. auto: as `text` where they are UTF-8, else as `base64`." }),
  parameters: z
    .record(z.string().max(128), z.unknown())
    .default({})
    .meta({ description: "Handed on as they are: in body json as `options`, in body multipart as one more field of the form each." }),
  field: z
    .string()
    .regex(/^[A-Za-z0-9_.[\]-]{1,64}$/, { error: "must be a field's name of letters, digits and `_.[]-`, at most 64" })
    .default("file")
    .meta({ description: "For body multipart: the field that holds the document." }),
  contentType: z
    .string()
    .max(128)
    .regex(/^[a-z0-9][a-z0-9!#$&^_.+-]*\/[a-z0-9][a-z0-9!#$&^_.+-]*(; ?[a-z0-9-]+=[A-Za-z0-9_.+-]+)*$/, { error: "must be a media type, such as `application/pdf`" })
    .optional()
    .meta({ description: "Media type of the documents. Unset: told by their content." }),
  maxTextCharacters: z.int().min(1).max(16 * MIB).default(200_000).meta({ description: "Most characters of a document that is sent as text." }),
  longText: z.enum(["reject", "cut"]).default("reject").meta({ description: "What becomes of a longer one. reject: TooLarge. cut: only its beginning is sent." }),
  maxInlineBytes: z
    .int()
    .min(1)
    .max(128 * MIB)
    .default(20 * MIB)
    .meta({ description: "Most bytes of a document that is sent inside JSON as base64: TooLarge. Bodies file and multipart are sent from disk, whatever their size." }),
  timeoutSeconds: z.int().min(1).max(86_400).optional().meta({ description: "Most time for one call. Unset: what the document's own time leaves." }),
  answer: z
    .enum(["json", "text", "file", "ignore"])
    .default("json")
    .meta({ description: "How the answer is read. json, text: as result. file: as it is, into an output. ignore: not at all." }),
  resultPath: z
    .string()
    .max(MAX_JSON_PATH_CHARACTERS)
    .refine((text) => parseJsonPath(text) !== undefined, { error: "must be a path such as `choices[0].message.content`" })
    .default("")
    .meta({ description: "For answer json: the part of it that is the result. Empty: all of it." }),
  parse: z.enum(["none", "json"]).default("none").meta({ description: "json: the result is text that holds JSON, bare or between ``` lines, and is read." }),
  output: z
    .enum(["none", "json", "text"])
    .default("none")
    .meta({ description: "Also writes the result to a file: json as <id>.http.json; text as <id>.http.txt, which the next stage then reads." }),
  outputSuffix: z
    .string()
    .regex(/^(\.[A-Za-z0-9][A-Za-z0-9_-]{0,30}){1,3}$/, { error: "must begin with a dot, and have letters, digits, `_` and `-` between dots" })
    .optional()
    .meta({ description: "What goes behind the document's id in the name of the file. Default .http.json, .http.txt, and .http.bin for answer file." }),
});

/** Deeper than anything that a service asks for. */
const MAX_TEMPLATE_DEPTH = 32;

type Fields = z.output<typeof fields>;

/** Options that mean nothing beside others are mistakes. */
const RULES: readonly { readonly option: keyof Fields; readonly holds: (options: Fields) => boolean; readonly message: string }[] = [
  { option: "template", holds: ({ body, template }) => (body === "template") === (template !== undefined), message: "must be given for body template, and only for it" },
  { option: "resultPath", holds: ({ resultPath, answer }) => resultPath === "" || answer === "json", message: "must go with answer json" },
  { option: "parse", holds: (options) => options.parse === "none" || hasResult(options), message: "must go with answer json or text" },
  { option: "output", holds: (options) => options.output === "none" || hasResult(options), message: "must go with answer json or text: answer file writes its own" },
  { option: "outputSuffix", holds: ({ outputSuffix, output, answer }) => outputSuffix === undefined || output !== "none" || answer === "file", message: "must go with `output`, or with answer file" },
];

export const httpOptions = fields.superRefine((options, context) => {
  const complain: Checking["complain"] = (path, message) => context.addIssue({ code: "custom", path: [...path], message });
  for (const { option, holds, message } of RULES) if (!holds(options)) complain([option], message);
  if (options.template !== undefined) checkTemplate(options.template, { path: ["template"], complain });
});

function hasResult({ answer }: Fields): boolean {
  return answer === "json" || answer === "text";
}

interface Checking {
  readonly path: readonly (string | number)[];
  readonly complain: (path: readonly (string | number)[], message: string) => void;
}

function checkTemplate(value: unknown, { path, complain }: Checking): void {
  if (path.length > MAX_TEMPLATE_DEPTH) return complain(path.slice(0, 1), `must not be nested deeper than ${MAX_TEMPLATE_DEPTH} levels`);
  if (typeof value === "string") {
    const parsed = parseTemplateText(value);
    if (!parsed.ok) complain(path, parsed.problem);
  } else if (Array.isArray(value)) {
    for (const [place, inner] of value.entries()) checkTemplate(inner, { path: [...path, place], complain });
  } else if (typeof value === "object" && value !== null) {
    for (const [name, inner] of Object.entries(value)) checkTemplate(inner, { path: [...path, name], complain });
  }
}

/** Parsed: every default is filled in. */
export type HttpOptions = z.output<typeof httpOptions>;
