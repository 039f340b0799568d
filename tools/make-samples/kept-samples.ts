/** Real scans of old books, in the public domain; ORIGIN.md beside the folder of samples says where they come from. */
import type { KeptSample } from "./sample.ts";

const LUCASTA = `BIOGRAPHICAL NOTICE. XXV
graceful, which drew respect from all men and women.
Many other things I could now say of him, relating
either to his most generous mind in his prosperity, or
dejected estate in his worst state of poverty, but for
brevity's sake I shall now pass them by. At the end
of his Posthume Poems are several elegies written on
him by eminent poets of that time, wherein you may
see his just character."
Such is Wood's account; it is to be regretted that that
writer did not supply the additional information, which
he tantalizes us by saying that he possessed, and could
have published, had he not been afraid of being tedious.
His love of brevity is, in this case, most provoking.
As might be expected, the Journals of Parliament
cast additional light on the personal connexion of Love-
lace with the Kentish Petition of 1642, which was for
the general redress of existing grievances, not, as the
editor of the Verney Papers seems to have considered,
merely for the adjustment of certain points relative to
the Militia. Parliamentary literature has not a very
strong fascination for the editors of old authors, and
the biographers of Lovelace have uniformly overlooked
the mine of information which lies in the Lords' and
Commons' Journals. The subject was apparently in-
troduced, for the first time, into Parliament on the
28th March, 1642, when a conference of both Houses
took place, respecting "a petition from Kent, which,
praying for a Restoration of the Bishops, Liturgy and
Common Prayer, and other constitutional measures,
was voted seditious and against privilege and the peace
of the kingdom;" on the same occasion, Lord Bristol`;

const HUCKLEBERRY_FINN = `Chapter III.
MISS WATSON'S LECTURE.
WELL, I got a good going-over in the morning,
from old Miss Watson, on account of my
clothes; but the widow she didn't scold, but
only cleaned off the grease and clay and
looked so sorry that I thought I would be-
have a while if I could. Then Miss Watson
she took me in the closet and prayed, but
nothing come of it. She told me to pray
every day, and whatever I asked for I would
get it. But it warn't so. I tried it. Once
I got a fish-line, but no hooks. It warn't
any good to me without hooks. I tried for
the hooks three or four times, but somehow
I couldn't make it work. By-and-by, one
day, I asked Miss Watson to try for me, but
she said I was a fool. She never told me
why, and I couldn't make it out no way.
I set down, one time, back in the woods, and had a long think about it. I
says to myself, if a body can get anything they pray for, why don't Deacon
Winn get back the money he lost on pork? Why can't the widow get back
her silver snuff-box that was stole? Why can't Miss Watson fat up? No, says
I to myself, there ain't nothing in it. I went and told the widow about it,
and she said the thing a body could get by praying for it was "spiritual gifts."
This was too many for me, but she told me what she meant—I must help
other people, and do everything I could for other people, and look out for them
all the time, and never think about myself. This was including Miss Watson,`;

const HARMONIAM = `COMMENTARIUS
IN
HARMONIAM
SIVE
CONCORDIAM
QUATUOR EVANGELISTARUM.
Tomo altero continetur ad huncce Commentarium Apparatus Chronologicus
& Geographicus; cum Præfatione in qua demonstratur
veritas Evangelii.
Auctore BERNARDO LAMY, Oratorii D.J. Presbytero.
PARISIIS.
Excudebat JOANNES ANISSON, Typographiæ Regiæ Præfectus.
M. DC. XCIX.
CUM PRIVILEGIO REGIS.`;

export const KEPT_SAMPLES: readonly KeptSample[] = [
  {
    file: "archive/1864/lucasta-page-xxv.jpg",
    kind: "jpeg",
    sha256: "724384417500be28c20fb7d902ef08db1d7999180abaa22cb64fd4a874e52e91",
    pages: [LUCASTA],
    minWordRecall: 0.96,
  },
  {
    file: "archive/1884/huckleberry-finn-page-29.pdf",
    kind: "pdf-scan",
    sha256: "c2ff83af7d028c95209cc7eebdf80fd5bb4cd292973ed6601e4bab7d1929f201",
    pages: [HUCKLEBERRY_FINN],
    minWordRecall: 0.95,
  },
  {
    file: "archive/1699/harmonia-title-page.tif",
    kind: "tiff",
    sha256: "1dee6618f8025e1b16c732b6f4a2cd27d27b206a79b4bd223e3fca9574fe6fa7",
    pages: [HARMONIAM],
    minWordRecall: 0.65,
  },
];
