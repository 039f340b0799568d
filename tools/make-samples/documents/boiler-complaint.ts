/** A tenant's complaint: one straight, clean page. */
import { gap, lines, text } from "../block.ts";
import type { PageContent } from "../block.ts";

export const BOILER_COMPLAINT: readonly PageContent[] = [
  {
    face: "sans",
    sizePoints: 11,
    blocks: [
      lines(["Flat 6, Tannery Court", "22 Weaver Lane", "Haddersby"], { align: "right" }),
      lines(["9 January 2023"], { align: "right" }),
      lines(["The Manager", "Brightwater Property Services", "Unit 4, Station Approach", "Haddersby"]),
      gap(4),
      text("Failure of heating and hot water, reference TC6/0113", { face: "sans-bold" }),
      text("Dear Sir or Madam,"),
      text(
        "I am writing to complain about the boiler in my flat, which has not worked since the evening of 27 December. I reported the fault by telephone on the same night and was told that an engineer would call within twenty-four hours. Nobody came. I rang again on 29 December, on 2 January and on 5 January, and each time a new report was opened as though it were the first.",
      ),
      text(
        "An engineer did attend on 6 January. He found that the pressure had fallen to zero because the expansion vessel had failed, and that the printed circuit board had been damaged by water. He could not make the repair, since neither part was carried on his van, and he left a card asking me to wait for a further appointment. That was three days ago.",
      ),
      text(
        "My mother, who is eighty-one, lives with me. The temperature in her bedroom this morning was eleven degrees. We have bought two electric heaters at a cost of £74.98, and I estimate that they have used a further £60 of electricity. I enclose copies of the receipts and of the meter readings.",
      ),
      text(
        "Under clause 12 of the tenancy agreement you undertake to restore heating within three working days between October and April. I therefore ask you to complete the repair by Friday 13 January, to refund the sums above, and to reduce the rent for the period in which the flat could not reasonably be lived in. If I have heard nothing by then, I shall refer the matter to the housing ombudsman without writing again.",
      ),
      lines(["Yours faithfully,"]),
      gap(26),
      lines(["Marguerite Oyelaran"]),
    ],
  },
];
