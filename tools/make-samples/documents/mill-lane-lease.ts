/** A lease of three pages and the blank back of the last sheet, as it came off the scanner. */
import { gap, lines, list, text } from "../block.ts";
import type { PageContent } from "../block.ts";

const STYLE = { face: "serif", sizePoints: 12 } as const;
const HEAD = { face: "serif-bold" } as const;

export const MILL_LANE_LEASE: readonly PageContent[] = [
  {
    ...STYLE,
    blocks: [
      gap(18),
      lines(["LEASE"], { align: "centre", face: "serif-bold", sizePoints: 22 }),
      lines(["of the workshop and yard at 7 Mill Lane, Ottersford"], { align: "centre", face: "serif-italic" }),
      gap(12),
      text("This lease is made on the first day of May 2011 between Edith Harcourt of Weir House, Ottersford (the landlord) and Josef Brandl, clockmaker, of 3 Chapel Row, Ottersford (the tenant)."),
      text("1. The premises", HEAD),
      text(
        "The landlord lets to the tenant the ground floor workshop known as 7 Mill Lane, together with the yard behind it and the right to pass through the archway at all hours on foot and, between seven in the morning and eight in the evening, with a vehicle. The cellar is not included, but the tenant may enter it to reach the stopcock and the meter.",
      ),
      text("2. The term", HEAD),
      text(
        "The term is ten years from the date above. If the tenant has paid the rent and kept the terms of this lease, he may renew it once for a further five years, by notice in writing given not less than six months before the end of the term.",
      ),
      text("3. The rent", HEAD),
      text(
        "The rent is £4,800 a year, payable in advance by equal quarterly payments of £1,200 on the usual quarter days. Interest at four per cent a year is due on any sum that is more than fourteen days late. On the third, the sixth and the ninth anniversary of the beginning of the term the rent shall be reviewed, and may be raised by no more than the rise in retail prices since it was last fixed.",
      ),
      text("4. Use", HEAD),
      text("The premises shall be used only for the making and repair of clocks, instruments and other light mechanical work, and for the sale of what is made there."),
    ],
  },
  {
    ...STYLE,
    blocks: [
      text("5. The tenant agrees", HEAD),
      list([
        ["(a)", "to pay the rent, and the charges for water, gas, electricity and refuse;"],
        ["(b)", "to keep the inside of the premises, the windows and the yard gate in good repair and to paint the woodwork in every third year;"],
        ["(c)", "not to fix any engine or hammer to the party wall, nor to strike more than one clock on the hour after nine in the evening;"],
        ["(d)", "to keep no more than ten litres of spirit or oil on the premises, in closed metal vessels;"],
        ["(e)", "to permit the landlord to inspect the premises on two days' notice, and without notice in case of fire or flood;"],
        ["(f)", "not to assign or sublet the whole or any part without the consent of the landlord, which shall not be withheld without reason;"],
        ["(g)", "to leave the mill stone in the yard where it lies."],
      ]),
      text("6. The landlord agrees", HEAD),
      list([
        ["(a)", "to allow the tenant quiet enjoyment of the premises;"],
        ["(b)", "to keep the roof, the outer walls, the drains and the archway sound and free from water;"],
        ["(c)", "to insure the building against fire, storm and flood for its full value, and to show the tenant the receipt each year;"],
        ["(d)", "to clear the leat above the sluice each spring and autumn, so that the yard does not flood when the river is high."],
      ]),
      text("7. Damage", HEAD),
      text(
        "If the premises are so damaged by a risk against which the landlord is insured that the tenant cannot carry on his trade, the rent, or a fair part of it, shall cease until they have been restored. If they have not been restored within one year, either party may end this lease by one month's notice.",
      ),
    ],
  },
  {
    ...STYLE,
    blocks: [
      text("8. Ending the lease", HEAD),
      text(
        "The landlord may enter and end this lease if rent remains unpaid for thirty days after it has been demanded in writing, or if the tenant breaks any of its terms and does not put the matter right within a reasonable time of being asked to. The tenant may end it on any quarter day after the fifth year by six months' notice.",
      ),
      text("9. Fixtures", HEAD),
      text(
        "At the end of the term the tenant may remove the lathes, benches and hanging lamps listed in the schedule, making good any damage that their removal may cause. The turret clock above the archway belongs to the building, whoever has repaired it.",
      ),
      text("10. Notices and disputes", HEAD),
      text(
        "Notices are well given if left at the address of the other party named above. Any dispute about the rent or the state of repair shall be decided by a surveyor chosen by both or, if they cannot agree, named by the president of the county law society. The surveyor's fee shall be shared equally.",
      ),
      text("Schedule of tenant's fixtures", HEAD),
      list([
        ["1.", "Two watchmaker's lathes on an oak bench, the bench being 2.4 metres long"],
        ["2.", "One wheel cutting engine, with its motor and belt"],
        ["3.", "Six enamel lamps with counterweights"],
        ["4.", "A regulator clock, screwed to the north wall"],
      ]),
      gap(14),
      lines(["Signed by the landlord: Edith Harcourt", "Signed by the tenant: Josef Brandl", "In the presence of: Walter Ames, solicitor, Ottersford"]),
    ],
  },
  { ...STYLE, blocks: [] },
];
