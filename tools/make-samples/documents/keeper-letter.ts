/** A letter of two pages: the keeper of a lighthouse answers a historian. */
import { gap, lines, text } from "../block.ts";
import type { PageContent } from "../block.ts";

const STYLE = { face: "serif", sizePoints: 11.5 } as const;

export const KEEPER_LETTER: readonly PageContent[] = [
  {
    ...STYLE,
    blocks: [
      lines(["Corran Skerry Light", "by Port Ardlin"], { align: "right", face: "serif-italic" }),
      lines(["14 March 2019"], { align: "right" }),
      lines(["Dr Helen Mostyn", "Department of Maritime History", "University of Carrick", "Carrick"]),
      gap(6),
      text("Dear Dr Mostyn,"),
      text(
        "Thank you for your letter of the second of February, which reached me only last week because the relief boat could not land for nineteen days. You ask what I remember of the years before the light was made automatic, and whether any of the old station journals survive. I shall try to answer both questions in order, although the first could fill more evenings than either of us has to spare.",
      ),
      text(
        "I came to Corran Skerry as an assistant in the autumn of 1971. There were three of us on the rock at any time, and a fourth man ashore on leave. The principal keeper, Mr Donald Rennie, had served at eleven stations and held strong opinions on brass, porridge and the proper way to fold a flag. He taught me to clean the lens from the inside with a linen cloth and spirit of wine, always from the top down, and never to speak while I did it, since breath leaves a mist that dries into a bloom.",
      ),
      text(
        "The lamp was then a paraffin vapour burner with a mantle the size of a man's fist. It hissed all night, and the silence when we put it out at sunrise was so complete that new men often woke from it. The whole apparatus, which weighed a little over three tons, floated in a trough of mercury and could be turned with one finger. A weight on a chain drove it, and every thirty minutes the man on watch wound the weight to the top of the tower. If you fell asleep, a bell rang when the chain ran out. It rang for me twice in nine years.",
      ),
      text(
        "Stores came once a fortnight when the swell allowed. In the winter of 1978 it did not allow for forty-three days. We lived on oatmeal, tinned mutton and the potatoes that Mr Rennie had persuaded to grow in a bed of seaweed and soot on the sheltered side of the engine house. I have never cared for mutton since.",
      ),
      text(
        "You will want to know about the night of the Annabel Grey. I was on watch from midnight. The wind had gone round to the north west and the snow was so thick that the beam stopped short, like a stick held against a wall.",
      ),
    ],
  },
  {
    ...STYLE,
    blocks: [
      text(
        "At ten minutes past two I heard an engine where no engine should have been, very close under the east landing. I sounded the horn by hand, as the compressor had frozen, and called the others. She struck, but gently, and came off again with the next sea. All seven of her crew walked home. The report says that the signal was given at 02.15, and that is correct, because it took me five minutes to free the valve. I should like the record to show that it was the valve.",
      ),
      text(
        "As for the journals, the official volumes were sent to headquarters each January, and I suppose they are where you have already looked. But Mr Rennie kept a second book for his own use, with the weather, the birds that struck the glass and a good deal about the character of his assistants. His daughter, Mrs Isobel Tait of 9 Shore Street, Port Ardlin, has four of these books in a biscuit tin. She is willing to show them to you if you come in person and do not take them out of the house.",
      ),
      text("I enclose three things which may be of use to you:"),
      {
        kind: "list",
        items: [
          { label: "1.", text: "a plan of the tower, drawn by me from memory, with the rooms named as we named them;" },
          { label: "2.", text: "a list of the keepers from 1946 to 1988, with the dates on which each came and left;" },
          { label: "3.", text: "a photograph of the last watch, taken by the helicopter pilot on 30 September 1988. I am the one who is not smiling." },
        ],
      },
      text(
        "Please return the photograph when you have copied it. There is no hurry about the rest. If you do visit, the boat leaves the harbour at half past eight on the first Tuesday of the month, weather permitting, and you should bring boots with a good sole, for the steps are green as far as the fifteenth.",
      ),
      text("With kind regards, and in the hope that someone will still read what you write when the lamps are all gone,"),
      lines(["Yours sincerely,"]),
      gap(28),
      lines(["Alasdair Munro", "Retained Keeper"]),
    ],
  },
];
