import { expect, test } from "vitest";
import { DETECTED_LANGUAGES } from "../../../contract/handlers/nlp-options.ts";
import { detectLanguage, takeWindows } from "./language-detector.ts";

test.each([
  ["nl", "De vergadering van vrijdag is verplaatst naar drie uur."],
  ["pt", "A reunião de sexta-feira foi adiada para as três horas."],
  ["pl", "Prosimy o zapłatę faktury w ciągu trzydziestu dni."],
  ["sv", "Mötet på fredag har flyttats till klockan tre."],
  ["da", "Vi beder Dem betale regningen inden for tredive dage."],
  ["cs", "Prosíme o zaplacení faktury do třiceti dnů."],
  ["fi", "Perjantain kokous on siirretty kello kolmeen."],
  ["tr", "Faturayı otuz gün içinde ödemenizi rica ederiz."],
  ["hu", "A pénteki megbeszélést három órára helyeztük át."],
  ["ro", "Vă rugăm să plătiți factura în termen de treizeci de zile."],
  ["ru", "Встреча в пятницу перенесена на три часа."],
  ["uk", "Просимо сплатити рахунок протягом тридцяти днів."],
  ["el", "Η συνάντηση της Παρασκευής μεταφέρθηκε στις τρεις."],
  ["ar", "تم تأجيل اجتماع يوم الجمعة إلى الساعة الثالثة."],
  ["zh", "星期五的会议改到下午三点。请在三十天内付款。"],
  ["ja", "金曜日の会議は三時に変更されました。"],
])("a sentence of %s is told", async (want, text) => {
  const { code, confidence, candidates } = await detectLanguage(text);
  expect(code).toBe(want);
  expect(confidence).toBeGreaterThan(0.4);
  expect(candidates[0]).toEqual({ code, confidence });
});

test.each(["", "123 456", "🎉🎉", "— … !"])("%j is in no language that could be told", async (text) => {
  expect(await detectLanguage(text)).toEqual({ code: "und", confidence: 0, candidates: [] });
});

test("few letters give little confidence", async () => {
  const short = await detectLanguage("the dog");
  const long = await detectLanguage("the dog has been barking at the postman all morning");
  expect(short.confidence).toBeLessThan(long.confidence);
});

test("a text that is mostly of one language is of that one, wherever the other stands", async () => {
  const english = "We enclose the translation that you have asked us for in your last letter. ";
  const german = "Die Versammlung wird auf den kommenden Freitag verschoben, und alle Mitglieder sind eingeladen. ";
  expect((await detectLanguage(english + german.repeat(40))).code).toBe("de");
  expect((await detectLanguage(german.repeat(40) + english)).code).toBe("de");
});

test("only expected languages are told", async () => {
  const portuguese = "A reunião de sexta-feira foi adiada para as três horas.";
  expect((await detectLanguage(portuguese, ["es", "de"])).code).toBe("es");
  expect(await detectLanguage(portuguese, ["de"])).toMatchObject({ code: "de", confidence: 1 });
});

test("windows are few, short, and from everywhere", () => {
  const windows = takeWindows(Array.from({ length: 50_000 }, (_, index) => `w${index}`).join(" "));
  expect(windows).toHaveLength(8);
  expect(windows.every((window) => window.length <= 600)).toBe(true);
  expect(windows[0]).toMatch(/^w0 /);
  expect(windows[7]).toMatch(/w49999$/);
  expect(takeWindows("short")).toEqual(["short"]);
});

test("the options name all languages that the detector tells, and no others", async () => {
  const { eld } = await import("eld/extrasmall");
  expect(Object.values(eld.info().Languages).sort()).toEqual([...DETECTED_LANGUAGES]);
});
