/** A fax on a bad line. */
import { gap, lines, rule, text } from "../block.ts";
import type { PageContent } from "../block.ts";

export const HARBOUR_FAX: readonly PageContent[] = [
  {
    face: "mono",
    sizePoints: 11.5,
    blocks: [
      lines(["FACSIMILE MESSAGE"], { face: "sans-bold", sizePoints: 18 }),
      lines(["From:  Harbour Office, Port Ardlin", "To:    Northern Pilots, attention Mr Sorley", "Date:  19 November 1998, 16.40", "Pages: 1"]),
      rule,
      text("Re: arrival of the motor vessel Halcyon Bay"),
      text("The agents advise that the above vessel, 4,200 tons, loaded with timber from Riga, has been delayed by weather and will now arrive at the outer buoy at about 05.30 tomorrow morning. She draws 5.9 metres aft. High water at the bar is at 06.12 and the depth on the sill will be 7.4 metres."),
      text("Please provide a pilot for 05.15. The boat should not leave the inner harbour before 04.50, since the dredger will be lying across the channel until then with two red lights and no engine."),
      text("The master reports a list of three degrees to port from wet deck cargo. He has been told to bring her in starboard side to, at berth number four, where the crane is working. Two tugs have been ordered. The second will be standing by at no charge until seven."),
      text("Kindly confirm by telephone tonight, as our machine is short of paper."),
      gap(12),
      lines(["E. Strachan", "Duty officer"]),
    ],
  },
];
