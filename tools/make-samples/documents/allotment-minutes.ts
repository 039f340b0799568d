/** Minutes of three pages, the second of which was signed, scanned and put back between the others. */
import { gap, lines, list, rule, text } from "../block.ts";
import type { PageContent } from "../block.ts";

const STYLE = { face: "sans", sizePoints: 10.5 } as const;
const HEAD = { face: "sans-bold", sizePoints: 11.5 } as const;

export const ALLOTMENT_MINUTES: readonly PageContent[] = [
  {
    ...STYLE,
    blocks: [
      lines(["Longmeadow Allotment Society"], { face: "sans-bold", sizePoints: 16 }),
      lines(["Minutes of the annual general meeting held in the scout hut on Saturday 22 April 2023 at 10.30"]),
      rule,
      text("Present: Rosa Lindqvist (chair), Gordon Pike (treasurer), Amina Farouk (secretary), Leonard Chu, Bridget Mahony, Ivo Petrov and thirty-one other members. Apologies were received from Susan Barlow and the Reverend Michael Dunne."),
      text("1. Minutes of the last meeting", HEAD),
      text(
        "The minutes of the meeting of 23 April 2022 were read and agreed, with one correction: the hosepipe lent to plot 40 was green, not yellow, and has since been returned.",
      ),
      text("2. Matters arising", HEAD),
      text(
        "The lock on the lower gate has been replaced. Keys were cut for all plot holders, and nine remain uncollected. Mr Chu reported that the council still has not emptied the ditch behind plots 12 to 19, although it agreed in writing to do so before the winter. The secretary will write again and enclose photographs.",
      ),
      text("3. Treasurer's report", HEAD),
      text(
        "Mr Pike presented the accounts for the year. Income from rents was £2,310.00, and the sale of surplus plants at the May fair brought in a further £186.40. The largest expenses were water (£742.15), the new lock and keys (£219.60) and the repair of the shared shredder (£148.00). The balance at the bank on 31 March stood at £3,904.27. The accounts had been examined by Mrs Barlow, who found them in order. They were accepted without dissent.",
      ),
      text("4. Rents for the coming year", HEAD),
      text(
        "The committee proposed that the rent for a full plot should rise from £35 to £38, and for a half plot from £20 to £22, in order to meet the higher price of water. Ms Mahony asked whether members who collect rain from their own sheds might pay less. After some discussion it was thought fair but impossible to measure. The proposal was carried by twenty-eight votes to five.",
      ),
      text("5. Bonfires", HEAD),
      text(
        "Complaints had come from three houses in Orchard Close. The meeting agreed that bonfires shall be lit only in November and February, only after four in the afternoon, and never on washing days. The rule will be painted on the board by the gate.",
      ),
    ],
  },
  {
    face: "serif",
    sizePoints: 12,
    blocks: [
      lines(["Longmeadow Allotment Society"], { face: "serif-bold", sizePoints: 16 }),
      lines(["Declaration of the scrutineers"], { face: "serif-italic" }),
      rule,
      text("We, the undersigned, counted the votes cast at the annual general meeting on 22 April 2023 for the office of chair and for the four places on the committee, and declare the following result."),
      text("For the office of chair", { face: "serif-bold" }),
      lines(["Rosa Lindqvist, twenty-four votes (24)", "Ivo Petrov, eleven votes (11)", "Spoiled papers, two (2)"]),
      text("For the committee", { face: "serif-bold" }),
      lines([
        "Leonard Chu, thirty-three votes (33)",
        "Bridget Mahony, thirty votes (30)",
        "Ivo Petrov, twenty-seven votes (27)",
        "Nadia Rahman, twenty-five votes (25)",
        "Peter Quill, fourteen votes (14), not elected",
      ]),
      text("The papers were sealed in an envelope and will be kept by the secretary for one year, after which they may be used to light the November bonfire."),
      gap(24),
      lines(["Hannah Verity, plot 7", "Desmond Albright, plot 33"]),
    ],
  },
  {
    ...STYLE,
    blocks: [
      text("6. Election of officers", HEAD),
      text("The scrutineers' declaration is bound with these minutes. Mrs Lindqvist thanked the members for their confidence and Mr Petrov for a contest without ill feeling."),
      text("7. Competition and open day", HEAD),
      text("The open day will be on Sunday 10 September. There will be classes for the following:"),
      list([
        ["(a)", "the heaviest pumpkin, weighed on the platform scale of the feed merchant;"],
        ["(b)", "three onions alike in size and colour;"],
        ["(c)", "a jar of pickled beetroot, to be tasted by a judge from outside the county;"],
        ["(d)", "a scarecrow made by a child of twelve or under."],
      ]),
      text("Miss Verity will again look after the tea urn, on condition that somebody else washes the cups."),
      text("8. Any other business", HEAD),
      text(
        "A member asked that the compost bays be marked with the month in which they were begun. Agreed. Another reported a hedgehog under the floor of the tool shed and asked that the shed should not be moved before August. Also agreed. Mr Albright gave notice that after twenty-two years he will give up plot 33 at Michaelmas, and was presented with a garden fork from which the handle fell during the applause.",
      ),
      text("There being no further business, the chair closed the meeting at 12.05."),
      gap(24),
      lines(["Signed as a true record:", "Rosa Lindqvist, chair", "Amina Farouk, secretary"]),
    ],
  },
];
