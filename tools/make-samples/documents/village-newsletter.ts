/** A newsletter in two justified columns. */
import { columnBreak, lines, rule, text } from "../block.ts";
import type { PageContent } from "../block.ts";

const HEAD = { face: "serif-bold", sizePoints: 13 } as const;
const BODY = { align: "justified" } as const;

export const VILLAGE_NEWSLETTER: readonly PageContent[] = [
  {
    face: "serif",
    sizePoints: 11,
    marginPoints: 54,
    columns: 2,
    masthead: [
      lines(["THE OTTERSFORD LANTERN"], { align: "centre", face: "serif-bold", sizePoints: 26 }),
      lines(["News of the village and the valley. Spring 2018. Price thirty pence"], { align: "centre", face: "serif-italic" }),
      rule,
    ],
    blocks: [
      text("Bridge to close for nine weeks", HEAD),
      text(
        "The county has confirmed that the road bridge over the Otter will be closed to vehicles from Monday 16 April until the middle of June, while the two northern arches are rebuilt. Walkers may use the temporary footbridge beside the mill. Drivers will be sent round by Carrow Cross, a journey of eleven miles.",
        BODY,
      ),
      text(
        "The post van will leave from the far side at half past seven, and the mobile library will stop in the lay-by above the church on alternate Thursdays. The surgery asks patients who live on the north bank to allow an extra hour.",
        BODY,
      ),
      text("Choir seeks tenors", HEAD),
      text(
        "After a winter of colds the choir is down to a single tenor, who would like some company. Rehearsals are on Tuesday evenings at half past seven in the school. Nobody is asked to sing alone, and the ability to read music is welcome but by no means expected.",
        BODY,
      ),
      text("The otters are back", HEAD),
      text(
        "For the first time in thirty years the animals from which we take our name have been seen in the village itself. Josef Brandl watched a female and two cubs cross the weir at dawn on the ninth of March, in no hurry at all. The wildlife trust asks that dogs be kept on a lead along the leat until the end of July, and that nobody put out fish for them, however kindly it is meant.",
        BODY,
      ),
      columnBreak,
      text("Accounts of the village hall", HEAD),
      text(
        "Thanks to the quiz nights and to a generous gift from the estate of the late Miss Ames, the roof fund has passed six thousand pounds. Work on the slates will begin in August. The committee reminds those who hire the hall that the chairs should be stacked in eights, and that the piano is not a table.",
        BODY,
      ),
      text("Lost and found", HEAD),
      text(
        "Found on the bus shelter bench: one pair of reading glasses in a tartan case, a child's left wellington boot with a frog on it, and a recipe for damson cheese in a beautiful hand. Lost near the allotments: a tortoise who answers, slowly, to the name of Gladstone. Please ask at the shop.",
        BODY,
      ),
      text("Weather in February", HEAD),
      text(
        "Mr Whitcombe measured ninety-one millimetres of rain at the school, of which thirty fell in a single night. The lowest temperature was minus seven on the twenty-eighth, when the mill pond froze from bank to bank and the ducks walked home.",
        BODY,
      ),
      text("Dates for your diary", HEAD),
      text("Plant sale in the vicarage garden, Saturday 5 May, from ten o'clock. Beating of the bounds, Sunday 13 May; bring stout shoes and a willow stick. Open workshop at 7 Mill Lane, Saturday 26 May, when all the clocks will strike together at noon, or nearly.", BODY),
    ],
  },
];
