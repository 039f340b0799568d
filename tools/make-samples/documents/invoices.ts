/** Two invoices with ruled grids: one born digital, one scanned. */
import { gap, lines, rule, text } from "../block.ts";
import type { PageContent } from "../block.ts";

export const BOATYARD_INVOICE: readonly PageContent[] = [
  {
    face: "sans",
    sizePoints: 10,
    blocks: [
      lines(["Saltmarsh Boatyard Ltd"], { face: "sans-bold", sizePoints: 18 }),
      lines(["The Slipway, Ardlin Quay, Port Ardlin", "Registered in the county of Carrick, number 3370125"]),
      rule,
      lines(["INVOICE 10427"], { face: "sans-bold", sizePoints: 14 }),
      lines(["Date: 30 June 2024", "Payment due: 30 July 2024", "Vessel: Morning Petrel"]),
      gap(6),
      lines(["Captain R. Ellery", "4 Signal Terrace", "Port Ardlin"]),
      gap(10),
      {
        kind: "table",
        columns: [
          { widthPoints: 230, align: "left" },
          { widthPoints: 60, align: "right" },
          { widthPoints: 80, align: "right" },
          { widthPoints: 90, align: "right" },
        ],
        rows: [
          ["Description", "Quantity", "Unit price", "Amount"],
          ["Lift out and chock up", "1", "185.00", "185.00"],
          ["Pressure wash of hull", "1", "62.50", "62.50"],
          ["Replace larch plank, port side", "3", "148.00", "444.00"],
          ["Copper rivets and roves, per kilo", "2.5", "31.20", "78.00"],
          ["Caulking with oakum, per metre", "18", "9.75", "175.50"],
          ["Antifouling paint, dark red, 5 litres", "2", "94.00", "188.00"],
          ["Labour, shipwright, hours", "26", "48.00", "1,248.00"],
          ["Storage ashore, weeks", "4", "27.50", "110.00"],
          ["Launch and rig mast", "1", "210.00", "210.00"],
          ["Net total", "", "", "2,701.00"],
          ["Value added tax at 20 per cent", "", "", "540.20"],
          ["Total to pay", "", "", "3,241.20"],
        ],
      },
      gap(8),
      text("Please quote the invoice number with your payment. Goods remain the property of the yard until they have been paid for in full. A vessel that has not been collected fourteen days after launch will be charged for her mooring."),
      text("The old planks are behind the shed with your name on them. They are sound at the forward end and would make a good bench."),
      lines(["With thanks, Morwenna Trask, yard manager"]),
    ],
  },
];

export const BAKERY_INVOICE: readonly PageContent[] = [
  {
    face: "serif",
    sizePoints: 12,
    blocks: [
      lines(["FERN STREET BAKERY"], { align: "centre", face: "serif-bold", sizePoints: 20 }),
      lines(["61 Fern Street, Haddersby. Open every day but Monday"], { align: "centre", face: "serif-italic" }),
      gap(10),
      lines(["Invoice number 2291", "Delivered 3 to 9 November 2022", "To: The Copper Kettle, Market Square"]),
      gap(8),
      {
        kind: "table",
        columns: [
          { widthPoints: 90, align: "left" },
          { widthPoints: 180, align: "left" },
          { widthPoints: 55, align: "right" },
          { widthPoints: 60, align: "right" },
          { widthPoints: 75, align: "right" },
        ],
        rows: [
          ["Day", "Goods", "Pieces", "Each", "Amount"],
          ["Thursday", "White tin loaf, large", "12", "1.85", "22.20"],
          ["Thursday", "Seeded rye", "6", "2.60", "15.60"],
          ["Friday", "White tin loaf, large", "14", "1.85", "25.90"],
          ["Friday", "Currant buns", "48", "0.55", "26.40"],
          ["Saturday", "White tin loaf, large", "20", "1.85", "37.00"],
          ["Saturday", "Seeded rye", "10", "2.60", "26.00"],
          ["Saturday", "Almond slices", "36", "0.90", "32.40"],
          ["Sunday", "Currant buns", "60", "0.55", "33.00"],
          ["Tuesday", "Wholemeal baps", "40", "0.45", "18.00"],
          ["Wednesday", "Wholemeal baps", "40", "0.45", "18.00"],
          ["", "Returned trays, credit", "9", "0.50", "4.50"],
          ["", "Total to pay", "", "", "250.00"],
        ],
      },
      gap(8),
      text("Payment within ten days, in cash at the counter or by transfer. Please send back the wooden trays; nine of the fourteen have come home and we should be glad to see the rest."),
      text("From the first of December the price of rye will rise by ten pence, because the mill has raised the price of flour. We are sorry about this."),
    ],
  },
];
