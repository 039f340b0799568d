/** A note of thanks, as a picture taken by hand. */
import { gap, lines, text } from "../block.ts";
import type { PageContent } from "../block.ts";

export const LIBRARY_THANKS: readonly PageContent[] = [
  {
    face: "serif",
    sizePoints: 14,
    blocks: [
      lines(["Fenwick Primary School", "Class Five"], { align: "right", face: "serif-bold" }),
      lines(["Thursday 8 June"], { align: "right" }),
      text("Dear Mrs Okafor,"),
      text(
        "Thank you for letting us visit the library last week. We liked the moving shelves best, because you turn a wheel and the whole wall rolls away, and there is another wall behind it. Tomas asked whether anyone had ever been squashed and we were glad to hear that the answer is no.",
      ),
      text(
        "We did not know that the oldest book in the town is about bees. It was very small and it smelled of smoke. You told us that a beekeeper carried it in his coat for forty years, and after that we all wanted to write a book that somebody would carry in a coat.",
      ),
      text(
        "So we have made one. It has twenty-six pages, one for each of us, and every page is about something that lives within a mile of the school. Priya drew the heron and Samuel wrote the part about the fox who comes to the bins on Wednesdays. Our teacher sewed the pages together with green thread.",
      ),
      text(
        "We are sending it to you with this letter. Please could you give it a number and put it on a shelf? It does not have to be a moving shelf. If anyone borrows it, we would like to know what they thought of the fox.",
      ),
      lines(["With love from"]),
      gap(6),
      lines(["Class Five", "and Mr Brandt"], { face: "serif-italic" }),
    ],
  },
];
