/** International bank account numbers, told from other long codes by their country's length and their check digits. */

/** Characters of an IBAN by country. */
const LENGTHS: Readonly<Record<string, number>> = {
  AD: 24, AE: 23, AL: 28, AT: 20, AZ: 28, BA: 20, BE: 16, BG: 22, BH: 22, BR: 29, BY: 28, CH: 21, CR: 22, CY: 28, CZ: 24, DE: 22, DK: 18,
  DO: 28, EE: 20, EG: 29, ES: 24, FI: 18, FO: 18, FR: 27, GB: 22, GE: 22, GI: 23, GL: 18, GR: 27, GT: 28, HR: 21, HU: 28, IE: 22, IL: 23,
  IS: 26, IT: 27, JO: 30, KW: 30, KZ: 20, LB: 28, LC: 32, LI: 21, LT: 20, LU: 20, LV: 21, LY: 25, MC: 27, MD: 24, ME: 22, MK: 19, MR: 27,
  MT: 31, MU: 30, NL: 18, NO: 15, PK: 24, PL: 28, PS: 29, PT: 25, QA: 29, RO: 24, RS: 22, SA: 24, SC: 31, SE: 24, SI: 19, SK: 24, SM: 27,
  ST: 25, SV: 28, TL: 23, TN: 24, TR: 26, UA: 29, VA: 22, VG: 24, XK: 20,
};

/** The IBAN at the beginning of a text, as it stands there; undefined where there is none. */
export function takeIban(text: string): string | undefined {
  const length = LENGTHS[text.slice(0, 2)];
  const end = length === undefined ? undefined : endOf(text, length);
  if (end === undefined || /[A-Za-z0-9]/.test(text.charAt(end))) return undefined;
  const taken = text.slice(0, end);
  return hasRightCheckDigits(taken.replaceAll(" ", "")) ? taken : undefined;
}

/** Behind so many characters that are no blanks. */
function endOf(text: string, length: number): number | undefined {
  let count = 0;
  for (let place = 0; place < text.length; place += 1) {
    if (text.charAt(place) !== " ") count += 1;
    if (count === length) return place + 1;
  }
  return undefined;
}

/** ISO 7064, mod 97-10: the first four characters go to the end, A is 10, and the remainder must be 1. */
function hasRightCheckDigits(iban: string): boolean {
  let remainder = 0;
  for (const character of iban.slice(4) + iban.slice(0, 4)) {
    const value = Number.parseInt(character, 36);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder === 1;
}
