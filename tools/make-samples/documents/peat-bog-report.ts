/** A field report of three pages, scanned in black and white. */
import { gap, lines, list, rule, text } from "../block.ts";
import type { PageContent } from "../block.ts";

const STYLE = { face: "serif", sizePoints: 12 } as const;
const HEAD = { face: "sans-bold", sizePoints: 12 } as const;

export const PEAT_BOG_REPORT: readonly PageContent[] = [
  {
    ...STYLE,
    blocks: [
      lines(["Survey of Harrow Moss"], { face: "sans-bold", sizePoints: 20 }),
      lines(["Field report, 11 to 15 September 2017", "Prepared by L. Nakamura and J. Whitcombe for the Upland Water Trust"], { face: "serif-italic" }),
      rule,
      text("1. Purpose", HEAD),
      text(
        "Harrow Moss is a raised bog of about ninety hectares on the watershed between the Leam and the Burr. It was cut for fuel until 1954 and drained for forestry after that. The Trust has owned it since 2009 and blocked the main drains in 2012. The purpose of this visit was to find out whether the water table has risen since then, and whether the plants that build peat have come back.",
      ),
      text("2. Method", HEAD),
      text(
        "We walked six transects from the edge to the centre, each with a dipwell at every fifty metres, giving fifty-four wells in all. At each well we measured the depth of water below the surface, the depth of peat with a steel probe, and the plants in a square of one metre. Two automatic loggers had been left in place since March and were read out. All levels were tied to the mark on the old railway bridge.",
      ),
      text(
        "The weather was dry on the first three days. Fourteen millimetres of rain fell in the night of the thirteenth, so that the readings from transects five and six are not directly comparable with the others. They have been adjusted by means of the loggers.",
      ),
    ],
  },
  {
    ...STYLE,
    blocks: [
      text("3. Results", HEAD),
      text("The mean depth of the water below the surface on each transect, in centimetres, and the mean depth of peat, in metres, were as follows."),
      {
        kind: "table",
        columns: [
          { widthPoints: 110, align: "left" },
          { widthPoints: 100, align: "right" },
          { widthPoints: 100, align: "right" },
          { widthPoints: 100, align: "right" },
        ],
        rows: [
          ["Transect", "Water 2011", "Water 2017", "Peat"],
          ["One", "38", "17", "4.2"],
          ["Two", "41", "15", "5.1"],
          ["Three", "35", "12", "5.8"],
          ["Four", "44", "29", "3.6"],
          ["Five", "40", "14", "5.5"],
          ["Six", "47", "33", "2.9"],
        ],
      },
      text(
        "The water now stands within twenty centimetres of the surface on four of the six transects, against none before the drains were blocked. Transects four and six, which cross the western lobe, remain too dry. The probe shows a burnt layer there at a depth of about forty centimetres, and the peat above it is crumbly and does not hold water.",
      ),
      text(
        "Bog mosses were found in thirty-one of the fifty-four squares, and in nineteen of them they covered more than half of the ground. In the survey of 2011 the figures were twelve and three. Heather has declined everywhere except at the edge. Seedlings of birch and pine were counted in eight squares, all of them on the western lobe.",
      ),
    ],
  },
  {
    ...STYLE,
    blocks: [
      text("4. Other observations", HEAD),
      text(
        "Golden plover were heard on the evening of the twelfth. A common lizard was seen on the boards of dam nineteen, and large heath butterflies on every warm afternoon. Two of the peat dams on the southern drain have slumped and are leaking; the stakes of a third have been pulled out, we think by deer.",
      ),
      text("5. Recommendations", HEAD),
      list([
        ["1.", "Repair dams 7, 8 and 22 before the winter, using plastic piling where the peat is less than one metre deep."],
        ["2.", "Block the small drains of the western lobe, of which we mapped sixty-three, beginning at the upper end."],
        ["3.", "Remove birch and pine by hand in February, when the ground is firm and the birds have not returned."],
        ["4.", "Leave the loggers in place for two more years and read them out in spring and autumn."],
      ]),
      text("6. Conclusion", HEAD),
      text(
        "Five years after the main drains were blocked, two thirds of Harrow Moss is wet enough to form peat again, and the mosses have returned faster than we expected. The western lobe has not recovered and will not do so without further work. We estimate that it would take two people six weeks.",
      ),
      gap(12),
      lines(["L. Nakamura", "J. Whitcombe"], { face: "serif-italic" }),
    ],
  },
];
