/** The small print on the back of a consignment note, numbered and close set. */
import { gap, lines, list } from "../block.ts";
import type { PageContent } from "../block.ts";

export const CARRIAGE_CONDITIONS: readonly PageContent[] = [
  {
    face: "sans",
    sizePoints: 6.5,
    marginPoints: 90,
    blocks: [
      lines(["General conditions of carriage"], { face: "sans-bold", sizePoints: 11 }),
      lines(["Ardlin and Western Carriers. In force from 1 January 1998. Please read before signing."], { sizePoints: 7.5 }),
      gap(6),
      list([
        ["1.", "In these conditions the carrier is Ardlin and Western Carriers, the sender is the person who signs the consignment note, and the goods are everything that is described in the note, including the packing, the pallet and any animal accepted under condition 14."],
        ["2.", "The carrier is not a common carrier and may refuse any goods without giving a reason. A refusal on one occasion shall not be taken as a promise to refuse on another."],
        ["3.", "The sender warrants that the goods belong to the sender, or that the owner has agreed to these conditions, and that they are packed in a manner fit for carriage by road, by ferry and, where the note so provides, by hand barrow."],
        ["4.", "The weight stated in the note is binding on the sender. The carrier may weigh the goods again at any time, and if the weight is found to be more than that stated, the sender shall pay the difference together with the cost of the weighing."],
        ["5.", "Dangerous goods, namely those which may burn, burst, corrode or give off a vapour, are carried only by agreement in writing made beforehand. Goods which prove to be dangerous and were not declared may be destroyed or made harmless at the expense of the sender."],
        ["6.", "The carrier chooses the route, the vehicle and the driver. A date of delivery is an estimate. The carrier is not liable for delay unless the note bears the words express delivery and the higher charge has been paid."],
        ["7.", "Delivery is complete when the goods have been handed to any person at the address of the consignee who appears to have authority to receive them, or, if nobody is there, when a card has been left and the goods have been returned to the depot, where they may be collected within ten days between eight and five."],
        ["8.", "Goods that have not been collected within ten days are stored at the risk and expense of the sender. After sixty days the carrier may sell them by auction, and shall pay to the sender what remains of the price when all charges have been deducted."],
        ["9.", "The charges are due on delivery, whether or not the goods have arrived complete. No sum may be held back on account of a claim. The carrier has a lien on the goods for all charges, including those on earlier consignments of the same sender."],
        ["10.", "The carrier is liable for loss of or damage to the goods between collection and delivery, unless it was caused by act of God, war, riot, strike, seizure under legal process, a defect of the goods themselves, or an error of the sender in addressing, marking or packing them."],
        ["11.", "The liability of the carrier is limited to £1,300 for each tonne of the gross weight of the goods lost or damaged, and in no case exceeds their market value at the place of collection. A higher limit may be agreed against a further charge of one fifth of one per cent."],
        ["12.", "Damage which can be seen must be noted on the delivery sheet at the time. Damage which cannot be seen must be notified within three days, and loss within twenty-eight days of the date of the note. Claims made later than this are barred, unless it was not reasonably possible to make them in time."],
        ["13.", "Glass, mirrors, clocks, instruments, works of art and liquids in open vessels are carried at the risk of the sender, unless the carrier has packed them."],
        ["14.", "Bees, poultry and other small animals are carried only between the first of April and the thirty-first of October, in cages or hives which the sender has closed securely. The driver is not obliged to feed, water or converse with them."],
        ["15.", "No servant or agent of the carrier has power to alter these conditions, except a director, and then only in writing. If any condition is held to be void, the others remain in force. They are governed by the law of the county in which the depot lies."],
      ]),
    ],
  },
];
