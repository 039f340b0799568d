/** A notice from the wall of a swimming bath. */
import { gap, lines, list, text } from "../block.ts";
import type { PageContent } from "../block.ts";

export const SWIMMING_NOTICE: readonly PageContent[] = [
  {
    face: "sans",
    sizePoints: 15,
    blocks: [
      gap(16),
      lines(["VICTORIA BATHS"], { align: "centre", face: "sans-bold", sizePoints: 34 }),
      lines(["Notice to all swimmers"], { align: "centre", face: "sans-bold", sizePoints: 20 }),
      gap(10),
      text("The large pool will be emptied for its yearly cleaning from Monday 6 August to Sunday 19 August. The small pool and the slipper baths will stay open at the usual hours."),
      list([
        ["1.", "Please shower before you enter the water."],
        ["2.", "Children under eight must be with an adult, and the adult must be awake."],
        ["3.", "Running, pushing and diving from the gallery are forbidden."],
        ["4.", "Lockers are cleared every evening. Anything left behind is kept at the desk for thirty days."],
        ["5.", "Season tickets are valid for two weeks longer than the date printed on them, to make up for the closure."],
      ]),
      text("The water of the large pool is given to the gardens of the hospital, which thank you for not having spilled more of it."),
      gap(14),
      lines(["Cordelia Finch", "Superintendent"], { align: "right" }),
    ],
  },
];
