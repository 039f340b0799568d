/** How wide the letters of the DejaVu fonts are, which PDF has no standard fonts for. */
import type { DejavuFace, Face, TextStyle } from "./laid-page.ts";

/** Of the fonts' own grid. */
const UNITS_PER_EM = 2048;
const FIRST = 0x20;

/** Advance widths of U+0020 to U+007E, from the fonts' `hmtx` tables. */
const WIDTHS: Readonly<Record<DejavuFace, readonly number[]>> = {
  "dejavu-serif": [
    651, 823, 942, 1716, 1303, 1946, 1823, 563, 799, 799, 1024, 1716, 651, 692, 651, 690, 1303, 1303, 1303, 1303, 1303, 1303, 1303, 1303,
    1303, 1303, 690, 690, 1716, 1716, 1716, 1098, 2048, 1479, 1505, 1567, 1642, 1495, 1421, 1636, 1786, 809, 821, 1530, 1360, 2097, 1792, 1679,
    1378, 1679, 1542, 1403, 1366, 1726, 1479, 2105, 1458, 1352, 1423, 799, 690, 799, 1716, 1024, 1024, 1221, 1311, 1147, 1311, 1212, 758, 1311,
    1319, 655, 635, 1241, 655, 1942, 1319, 1233, 1311, 1311, 979, 1051, 823, 1319, 1157, 1753, 1155, 1157, 1079, 1303, 690, 1303, 1716,
  ],
  "dejavu-sans": [
    651, 821, 942, 1716, 1303, 1946, 1597, 563, 799, 799, 1024, 1716, 651, 739, 651, 690, 1303, 1303, 1303, 1303, 1303, 1303, 1303, 1303,
    1303, 1303, 690, 690, 1716, 1716, 1716, 1087, 2048, 1401, 1405, 1430, 1577, 1294, 1178, 1587, 1540, 604, 604, 1343, 1141, 1767, 1532, 1612,
    1235, 1612, 1423, 1300, 1251, 1499, 1401, 2025, 1403, 1251, 1403, 799, 690, 799, 1716, 1024, 1024, 1255, 1300, 1126, 1300, 1260, 721, 1300,
    1298, 569, 569, 1186, 569, 1995, 1298, 1253, 1300, 1300, 842, 1067, 803, 1298, 1212, 1675, 1212, 1212, 1075, 1303, 690, 1303, 1716,
  ],
};

export function isDejavu(face: Face): face is DejavuFace {
  return face in WIDTHS;
}

/** In points. Throws for letters beyond ASCII. */
export function dejavuWidth(text: string, { face, sizePoints }: TextStyle & { readonly face: DejavuFace }): number {
  let units = 0;
  for (const letter of text) {
    const width = WIDTHS[face][(letter.codePointAt(0) ?? 0) - FIRST];
    if (width === undefined) throw new Error(`"${letter}" has no known width in ${face}: text in this face must be plain ASCII`);
    units += width;
  }
  return (units / UNITS_PER_EM) * sizePoints;
}
