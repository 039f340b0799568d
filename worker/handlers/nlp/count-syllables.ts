/** Of an English word in small letters, by its vowels: right for some nine words of ten. A number counts one for each figure. */
export function countSyllables(word: string): number {
  if (/^\d/.test(word)) return Math.min(word.replaceAll(/\D/g, "").length, MAX_SYLLABLES);
  const silent = word.slice(-MAX_LETTERS).replace(/(?:[^laeiouy]es|[^laeioutdy]ed|[^laeiouy]e)$/, "");
  return Math.max(1, Math.min(silent.match(/[aeiouyáéíóúäöü]{1,2}/g)?.length ?? 0, MAX_SYLLABLES));
}

const MAX_LETTERS = 64;
/** Longer ones are no words. */
const MAX_SYLLABLES = 12;
