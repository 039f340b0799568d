/** A reference for a carpenter: the sheet that lay askew on the glass. */
import { gap, lines, rule, text } from "../block.ts";
import type { PageContent } from "../block.ts";

export const EMPLOYMENT_REFERENCE: readonly PageContent[] = [
  {
    face: "serif",
    sizePoints: 12,
    marginPoints: 76,
    blocks: [
      lines(["HOLLOWAY & DAUGHTERS"], { align: "centre", face: "serif-bold", sizePoints: 17 }),
      lines(["Joiners and Staircase Makers since 1932"], { align: "centre", face: "serif-italic" }),
      rule,
      lines(["21 October 2021"], { align: "right" }),
      text("To whom it may concern"),
      text(
        "Mr Viktor Halasz worked for this firm from April 2014 until the end of last month, first as an improver and from 2016 as a bench joiner. He leaves us of his own wish, in order to be nearer to his family, and we are sorry to lose him.",
      ),
      text(
        "During these seven years he made doors, sashes and fitted furniture of every kind, but his best work is in stairs. He set out and built the curved stair at Merrow House without a single drawing being returned to him for correction, and when the architect changed the height of the landing after the strings had been cut, he found a way to keep both strings and lose nothing but a weekend.",
      ),
      text(
        "He is punctual, careful with tools and timber, and patient with apprentices, two of whom have stayed with us because of him. He keeps his bench so tidy that visitors take it for a display. In all that time he had one accident, a cut thumb, which he reported himself and which led us to change the guard on the band saw.",
      ),
      text(
        "If I must name a fault, it is that he will not hurry. A customer who wants a thing by Friday should be told the truth on Monday. Those who wait do not complain.",
      ),
      text("I recommend him without reserve, and would employ him again tomorrow."),
      gap(30),
      lines(["Constance Holloway", "Director"]),
    ],
  },
];
