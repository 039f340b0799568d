import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { judgeOptions } from "../../contract/handlers/handler-options.ts";
import type { HttpOptions } from "../../contract/handlers/http-options.ts";
import type { Handler, HandlerResult } from "./handler.ts";
import { createHttpHandler, type HttpConfig } from "./http.ts";
import { answerJson, inTurn, makeService, type Respond, type TestService } from "./http/testing/make-service.ts";
import { makeFolder, makeTask, type TaskChoices } from "./testing/make-task.ts";

let service: TestService;
let folder = "";
let remove = async (): Promise<void> => undefined;
const handlers: Handler<HttpOptions>[] = [];
const lines: { level: string; fields: object; message: string }[] = [];

beforeEach(async () => {
  ({ folder, remove } = await makeFolder());
  service = await makeService();
  lines.length = 0;
});
afterEach(async () => {
  for (const handler of handlers.splice(0)) await handler.close?.();
  await service.close();
  await remove();
});

function makeHandler(config: Partial<HttpConfig> = {}): Handler<HttpOptions> {
  const log = (level: string) => (fields: object, message: string): void => void lines.push({ level, fields, message });
  const handler = createHttpHandler({ url: service.url, headersFrom: [], secrets: new Map(), documentTimeoutSeconds: 20, ...config }, { info: log("info"), warn: log("warn"), error: log("error") });
  handlers.push(handler);
  return handler;
}

let inputs = 0;

interface RunChoices extends Omit<Partial<TaskChoices<HttpOptions>>, "options"> {
  readonly content?: string | Uint8Array;
  readonly options?: object;
  readonly handler?: Handler<HttpOptions>;
}

async function run({ content = "a text", options = {}, handler = makeHandler(), ...choices }: RunChoices = {}): Promise<HandlerResult> {
  const judged = judgeOptions("http", options);
  if (!judged.ok) throw new Error(JSON.stringify(judged.problems));
  const inputPath = join(folder, `input-${++inputs}`);
  await writeFile(inputPath, content);
  return handler.run(await makeTask({ folder, inputPath, ...choices, options: judged.options }));
}

async function makeSecret(value: string | Uint8Array): Promise<Partial<HttpConfig>> {
  await mkdir(join(folder, "marker"), { recursive: true });
  await writeFile(join(folder, "marker/token"), value);
  return { headersFrom: [{ header: "Authorization", secret: "marker", key: "token" }], secrets: new Map([["marker", join(folder, "marker")]]) };
}

function answerText(text: string | Uint8Array, status = 200, headers: Record<string, string> = {}): Respond {
  return (_, response) => void response.writeHead(status, headers).end(text);
}

const lastAsked = (): TestService["asked"][number] => {
  const asked = service.asked.at(-1);
  if (asked === undefined) throw new Error("nothing was asked");
  return asked;
};
const lastJson = (): unknown => JSON.parse(lastAsked().body.toString());
const PNG = Buffer.from("89504e470d0a1a0a0000000d4948445200000001000000010806000000", "hex");

describe("what is posted", () => {
  test("file: the bytes as they are, with their type, length and name", async () => {
    await expect(run({ content: PNG, id: "año/a.png" })).resolves.toEqual({ outcome: "Succeeded", result: { ok: true }, engine: `http ${service.host}` });
    expect(lastAsked()).toMatchObject({ path: "/v1/mark?key=query-secret", body: PNG, headers: { "content-type": "image/png", "content-length": String(PNG.length), "ream-document": "a%C3%B1o%2Fa.png" } });
  });

  test("file: text is told by its bytes; the type may be given", async () => {
    await run();
    expect(lastAsked().headers["content-type"]).toBe("text/plain; charset=utf-8");
    await run({ content: Buffer.from([1, 0, 255]) });
    expect(lastAsked().headers["content-type"]).toBe("application/octet-stream");
    await run({ options: { contentType: "message/rfc822" } });
    expect(lastAsked().headers["content-type"]).toBe("message/rfc822");
  });

  test("multipart: a form with the file, the document and the parameters, as any server reads it", async () => {
    await run({ content: PNG, id: 'a/b"c\r\n.png', options: { body: "multipart", field: "upload", parameters: { scheme: 2024, 'odd"name': "ü" } } });
    const { body, headers } = lastAsked();
    expect(Number(headers["content-length"])).toBe(body.length);
    const form = await new Response(new Uint8Array(body), { headers: { "content-type": headers["content-type"] ?? "" } }).formData();
    const upload = form.get("upload");
    if (!(upload instanceof File)) throw new Error("no file");
    expect([upload.name, upload.type, Buffer.from(await upload.arrayBuffer())]).toEqual(['b"c\r\n.png', "image/png", PNG]);
    expect([form.get("scheme"), form.get('odd"name')]).toEqual(["2024", "ü"]);
    expect(JSON.parse(String(form.get("document")))).toMatchObject({ index: 3, metadata: { case: "384" } });
  });

  test("json: the document with its text, or in base64 where it has none", async () => {
    const document = { id: "a/document", index: 3, uri: "volume://scans/a/document", metadata: { case: "384" } };
    await run({ options: { body: "json", parameters: { scheme: 1 } } });
    expect(lastJson()).toEqual({ document, options: { scheme: 1 }, earlier: { before: { pages: 2 } }, contentType: "text/plain; charset=utf-8", text: "a text" });
    await run({ content: PNG, options: { body: "json" } });
    expect(lastJson()).toEqual({ document, options: {}, earlier: { before: { pages: 2 } }, contentType: "image/png", base64: PNG.toString("base64") });
    await run({ options: { body: "json", content: "none" } });
    expect(lastJson()).toEqual({ document, options: {}, earlier: { before: { pages: 2 } } });
  });

  test("template: what it names is filled in", async () => {
    const template = { text: "<{{text}}>", id: "{{id}}", index: "{{index}}", name: "{{name}}", group: "{{group?}}", type: "{{contentType}}", url: "{{dataUrl}}", base64: "{{base64}}", case: "{{metadata.case}}", pages: "{{earlier.before.pages}}" };
    await run({ options: { body: "template", template } });
    const base64 = Buffer.from("a text").toString("base64");
    expect(lastJson()).toEqual({ text: "<a text>", id: "a/document", index: 3, name: "document", group: null, type: "text/plain; charset=utf-8", url: `data:text/plain;charset=utf-8;base64,${base64}`, base64, case: "384", pages: 2 });
  });

  test.each([
    ["text that is none", { content: PNG, options: { body: "template", template: "{{text}}" } }, "UnsupportedType", /not UTF-8 text/],
    ["a long text", { content: "x".repeat(11), options: { body: "template", template: "{{text}}", maxTextCharacters: 10 } }, "TooLarge", /more than 10 characters/],
    ["a text that is much longer", { content: "x".repeat(1000), options: { body: "json", maxTextCharacters: 10 } }, "TooLarge", /more than 10 characters/],
    ["a large picture", { content: PNG, options: { body: "template", template: "{{dataUrl}}", maxInlineBytes: 10 } }, "TooLarge", /`maxInlineBytes` is 10/],
    ["a value that the document lacks", { options: { body: "template", template: "{{metadata.court}}" } }, "RejectedByHandler", /no value for `{{metadata.court}}`/],
  ])("%s is rejected before anything is sent", async (_, choices, reason, message) => {
    await expect(run(choices)).rejects.toMatchObject({ name: "PermanentError", reason, message: expect.stringMatching(message) });
    expect(service.asked).toEqual([]);
  });

  test("a long text is cut where the options say so, and not through a character", async () => {
    await run({ content: `${"ä".repeat(9)}😀 and more`, options: { body: "template", template: "{{text}}", maxTextCharacters: 10, longText: "cut" } });
    expect(lastJson()).toBe("ä".repeat(9));
    await run({ content: "漢".repeat(5000), options: { body: "template", template: "{{text}}", maxTextCharacters: 1000, longText: "cut" } });
    expect(lastJson()).toBe("漢".repeat(1000));
  });

  test("connections are used again", async () => {
    const handler = makeHandler();
    for (let calls = 0; calls < 20; calls++) await run({ handler });
    expect(service.asked).toHaveLength(20);
    expect(service.connections()).toBe(1);
  });
});

describe("what is read from the answer", () => {
  const CHAT = { choices: [{ message: { content: '```json\n{"label": "invoice"}\n```' } }] };

  test.each<[string, Respond, object, object]>([
    ["JSON", answerJson({ a: [1] }), {}, { result: { a: [1] } }],
    ["a part of it", answerJson(CHAT), { resultPath: "choices[0].message.content" }, { result: CHAT.choices[0]?.message.content }],
    ["JSON inside a part of it", answerJson(CHAT), { resultPath: "choices[0].message.content", parse: "json" }, { result: { label: "invoice" } }],
    ["text", answerText("yes"), { answer: "text" }, { result: "yes" }],
    ["nothing", answerText("", 204), {}, {}],
    ["what is ignored", answerText("<html>"), { answer: "ignore" }, {}],
  ])("%s", async (_, respond, options, want) => {
    service.respond = respond;
    await expect(run({ options })).resolves.toEqual({ outcome: "Succeeded", engine: `http ${service.host}`, ...want });
  });

  test.each<[string, object, object, string]>([
    ["json", { output: "json", resultPath: "choices" }, { result: CHAT.choices, outputs: [{ file: "answer", suffix: ".http.json" }] }, `${JSON.stringify(CHAT.choices)}\n`],
    ["text", { output: "text", answer: "text", outputSuffix: ".summary.txt" }, { result: { characters: JSON.stringify(CHAT).length }, outputs: [{ file: "answer", suffix: ".summary.txt", primary: true }] }, JSON.stringify(CHAT)],
    ["a file", { answer: "file", outputSuffix: ".json" }, { result: { bytes: JSON.stringify(CHAT).length, contentType: "application/json" }, outputs: [{ file: "answer", suffix: ".json", primary: true }] }, JSON.stringify(CHAT)],
  ])("%s goes to a file where the options say so", async (_, options, want, content) => {
    service.respond = answerJson(CHAT);
    await expect(run({ options })).resolves.toMatchObject(want);
    await expect(readFile(join(folder, "output/answer"), "utf8")).resolves.toBe(content);
  });

  test.each<[string, Respond, object, string, RegExp]>([
    ["HTML for JSON", answerText("<html>"), {}, "InvalidResult", /not JSON; set `answer`/],
    ["bytes for text", answerText(PNG), { answer: "text" }, "InvalidResult", /not UTF-8/],
    ["a part that is not there", answerJson({}), { resultPath: "choices[0]" }, "InvalidResult", /nothing at `resultPath` choices\[0\]/],
    ["an answer that is too large", answerText("x".repeat(2000)), {}, "InvalidResult", /larger than 1000 bytes/],
    ["a file that is too large", answerText("x".repeat(4000)), { answer: "file" }, "InvalidResult", /larger than 3000 bytes/],
    ["deep nesting", answerText(`${"[".repeat(100)}${"]".repeat(100)}`), {}, "InvalidResult", /nested deeper than 64/],
    ["a model that writes no JSON", answerJson({ content: "I cannot do that." }), { resultPath: "content", parse: "json" }, "HandlerError", /holds no JSON/],
  ])("%s is an error", async (_, respond, options, reason, message) => {
    service.respond = respond;
    await expect(run({ options, limits: { maxResultBytes: 1000, maxFileBytes: 3000 } })).rejects.toMatchObject({ reason, message: expect.stringMatching(message) });
  });
});

describe("headers from Secrets", () => {
  test("are sent, without the line break at the end of their file", async () => {
    await run({ handler: makeHandler(await makeSecret("Bearer top-secret-token\n")) });
    expect(lastAsked().headers.authorization).toBe("Bearer top-secret-token");
  });

  test("are read again when the service does not accept them any more", async () => {
    const handler = makeHandler(await makeSecret("Bearer old"));
    service.respond = (asked, response) => (asked.headers.authorization === "Bearer new" ? answerJson(1) : answerJson({}, 401))(asked, response);
    await expect(run({ handler })).rejects.toMatchObject({ name: "UnavailableError", message: `service ${service.host}: it answered 401: it does not accept the credentials; check the pool's http.headersFrom and the Secret` });
    await makeSecret("Bearer new");
    await expect(run({ handler })).resolves.toMatchObject({ outcome: "Succeeded" });
  });

  test.each([
    ["a second header", "Bearer x\r\nX-Other: y", /cannot be the value of a header/],
    ["nothing", " \n", /cannot be the value of a header/],
    ["a whole file", "x".repeat(20_000), /cannot be read: it is larger than 16384 bytes/],
  ])("that hold %s give the document back, and are not shown", async (_, value, message) => {
    const failed = await run({ handler: makeHandler(await makeSecret(value)) }).catch((error: unknown) => error);
    expect(failed).toMatchObject({ name: "UnavailableError", message: expect.stringMatching(message) });
    expect(String(failed)).not.toMatch(/X-Other|xxxx/);
    expect(service.asked).toEqual([]);
  });

  test("that are not mounted, or belong to the connection, give it back as well", async () => {
    const secret = await makeSecret("x");
    await expect(run({ handler: makeHandler({ ...secret, secrets: new Map() }) })).rejects.toThrow("the Secret `marker` of the header `Authorization` is not mounted");
    const host = [{ header: "Host", secret: "marker", key: "token" }];
    await expect(run({ handler: makeHandler({ ...secret, headersFrom: host }) })).rejects.toThrow("must not set the header `Host`");
  });

  test("are hidden in what the service says", async () => {
    service.respond = answerJson({ error: { message: "bad key top-secret-token in Bearer top-secret-token" } }, 400);
    const handler = makeHandler(await makeSecret("Bearer top-secret-token"));
    await expect(run({ handler })).rejects.toMatchObject({ message: `service ${service.host}: it answered 400: bad key [hidden] in [hidden]` });
  });

  test("an address with a password in it is refused, unseen", () => {
    expect(() => makeHandler({ url: "https://user:geheim@example.org/" })).toThrow(/must not hold a user or password/);
  });
});

describe("what a failed call costs", () => {
  test.each<[number, string, string | undefined]>([
    [400, "PermanentError", "RejectedByHandler"],
    [403, "PermanentError", "RejectedByHandler"],
    [404, "PermanentError", "RejectedByHandler"],
    [413, "PermanentError", "RejectedByHandler"],
    [422, "PermanentError", "RejectedByHandler"],
    [500, "RetryableError", "HandlerError"],
    [501, "RetryableError", "HandlerError"],
    [401, "UnavailableError", undefined],
    [408, "UnavailableError", undefined],
    [502, "UnavailableError", undefined],
    [504, "UnavailableError", undefined],
    [307, "UnavailableError", undefined],
  ])("%s", async (status, name, reason) => {
    service.respond = answerJson({ message: "so it is" }, status, { location: "http://elsewhere/" });
    await expect(run()).rejects.toMatchObject({ name, ...(reason === undefined ? {} : { reason }), message: `service ${service.host}: it answered ${status}: so it is` });
    expect(service.asked).toHaveLength(1);
  });

  test("a 500 may say when to come again", async () => {
    service.respond = answerJson({}, 500, { "retry-after": "7" });
    await expect(run()).rejects.toMatchObject({ retryAfterSeconds: 7 });
  });

  test("429 and 503 are waited out, for as long as they say", async () => {
    service.respond = inTurn(answerJson({}, 429, { "retry-after": "1" }), answerJson({}, 503), answerJson("done"));
    await expect(run()).resolves.toMatchObject({ result: "done" });
    const [first, second, third] = service.asked.map(({ atMs }) => atMs);
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(995);
    expect((third ?? 0) - (second ?? 0)).toBeGreaterThanOrEqual(495);
  });

  test("a pause that one document is told of holds the calls for all", async () => {
    service.respond = inTurn(answerJson({}, 429, { "retry-after": "1" }), answerJson("done"));
    const handler = makeHandler();
    const first = run({ handler });
    await expect.poll(() => service.asked.length, { interval: 5 }).toBe(1);
    await Promise.all([first, run({ handler }), run({ handler })]);
    const [refused = 0, ...later] = service.asked.map(({ atMs }) => atMs);
    expect(Math.min(...later) - refused).toBeGreaterThanOrEqual(995);
  });

  test("a pause beyond the document's time gives it back, and no attempt is spent", async () => {
    service.respond = answerJson({}, 429, { "retry-after": "600" });
    await expect(run({ handler: makeHandler({ documentTimeoutSeconds: 1 }) })).rejects.toMatchObject({ name: "UnavailableError", message: `service ${service.host}: the service asks to be called later: it answered 429` });
    expect(service.asked).toHaveLength(1);
  });

  test("a service that is away for a moment is waited for", async () => {
    await service.goDown();
    const running = run();
    await expect.poll(() => lines.length, { interval: 5 }).toBe(1);
    await service.comeBack();
    await expect(running).resolves.toMatchObject({ outcome: "Succeeded" });
    expect(lines).toEqual([
      { level: "warn", fields: { service: service.host, problem: "the connection was refused", pauseSeconds: 1 }, message: expect.stringContaining("circuit opened") },
      { level: "info", fields: { service: service.host, openSeconds: 1 }, message: expect.stringContaining("circuit closed") },
    ]);
  });

  test("a service that stays away gives the document back within half of its time", async () => {
    await service.goDown();
    const beganMs = performance.now();
    await expect(run({ handler: makeHandler({ documentTimeoutSeconds: 2 }) })).rejects.toMatchObject({ name: "UnavailableError", message: `service ${service.host}: the service does not answer: the connection was refused` });
    expect(performance.now() - beganMs).toBeLessThan(1500);
  });

  test.each<[string, Respond]>([
    ["a connection that is reset", (_, response) => response.destroy()],
    ["an answer that breaks off", (_, response) => response.writeHead(200, { "content-length": "100" }).write("[1,", () => response.destroy())],
  ])("%s gives the document back; when others were answered since, it is the document's", async (_, breaking) => {
    const handler = makeHandler();
    service.respond = breaking;
    await expect(run({ handler })).rejects.toMatchObject({ name: "UnavailableError" });
    service.respond = answerJson(1);
    await run({ handler, id: "other" });
    service.respond = breaking;
    await expect(run({ handler })).rejects.toMatchObject({ name: "RetryableError", reason: "HandlerError" });
  });

  test("so does an answer that does not come, before the worker counts it as the document's", async () => {
    const handler = makeHandler({ documentTimeoutSeconds: 1 });
    const hang: Respond = () => undefined;
    service.respond = hang;
    await expect(run({ handler })).rejects.toMatchObject({ name: "UnavailableError", message: expect.stringContaining("no whole answer within 1 s") });
    service.respond = answerJson(1);
    await run({ handler, id: "other" });
    service.respond = hang;
    await expect(run({ handler })).rejects.toMatchObject({ name: "RetryableError", reason: "Timeout" });
  });

  test("a host that does not exist is a service that is away, and the message has nothing of the path", async () => {
    const handler = makeHandler({ url: "http://nowhere.invalid/secret-path?secret-query", documentTimeoutSeconds: 1 });
    const failed = await run({ handler }).catch((error: unknown) => error);
    expect(failed).toMatchObject({ name: "UnavailableError", message: expect.stringMatching(/^service nowhere\.invalid: /) });
    expect(JSON.stringify([String(failed), lines])).not.toContain("secret");
  });

  test("documents that fail one after the other open the circuit; one that fails again and again does not", async () => {
    service.respond = answerJson({}, 500);
    const again = makeHandler();
    for (let attempt = 1; attempt <= 7; attempt++) await expect(run({ handler: again, attempt })).rejects.toMatchObject({ name: "RetryableError" });
    expect(lines).toEqual([]);
    const each = makeHandler({ documentTimeoutSeconds: 1 });
    for (let document = 1; document <= 5; document++) await expect(run({ handler: each, id: `d${document}` })).rejects.toMatchObject({ name: "RetryableError" });
    await expect(run({ handler: each, id: "d6" })).rejects.toMatchObject({ name: "UnavailableError" });
    expect(service.asked).toHaveLength(12);
  });

  test("being stopped ends call and wait with the reason of the stop", async () => {
    service.respond = () => undefined;
    const controller = new AbortController();
    const running = run({ signal: controller.signal });
    await expect.poll(() => service.asked.length, { interval: 5 }).toBe(1);
    controller.abort(new Error("told to stop"));
    await expect(running).rejects.toThrow("told to stop");
  });
});

test("a file that changes while it is sent is a document that was replaced", async () => {
  const judged = judgeOptions("http", {});
  if (!judged.ok) throw new Error("options");
  const inputPath = join(folder, "changing");
  await writeFile(inputPath, "short");
  const task = await makeTask({ folder, inputPath, options: judged.options });
  await writeFile(inputPath, "much longer than before");
  await expect(makeHandler().run(task)).rejects.toMatchObject({ reason: "SourceChanged" });
});

test("calls keep to the rate, however many documents there are at a time", async () => {
  const handler = makeHandler({ ratePerSecond: 20 });
  await Promise.all(Array.from({ length: 21 }, () => run({ handler })));
  const times = service.asked.map(({ atMs }) => atMs).sort((a, b) => a - b);
  expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(950);
});
