/** What the made pages are about: sentences that can follow one another in any order. */

export interface Topic {
  readonly title: string;
  readonly sentences: readonly string[];
}

const HARBOUR: Topic = {
  title: "The harbour",
  sentences: [
    "The {ferry|pilot boat|dredger} from {town} came in on {weekday} with {small} passengers and a cargo of {material}.",
    "Captain {surname} reported {weather} off the point and lay to until {small} in the morning.",
    "Dues for the quarter came to {210-980} pounds, which is {12-88} pounds {more|less} than in the year before.",
    "The {office} has asked that nobody leave nets on the north steps after dark.",
    "A buoy that broke loose in {month} was found on the sands by {first} {surname}, who keeps the lodge.",
    "The old crane can still lift {small} tons, but the {surname} family will not stand under it.",
    "It was agreed {feeling} to dredge the inner basin to a depth of {small} feet at low water.",
    "Rope of the second quality, supplied by {firm}, parted twice in one week and has been sent back.",
    "When the tide is out one can walk from the slip to the wreck without wetting one's boots.",
    "Lamps on the breakwater are lit from {September|October} to {March|April}, and the keeper is paid {14-29} shillings a month for it.",
    "No vessel shall lie at the ferry berth longer than {small} hours, whatever her master may say.",
    "The harbour school has {21-64} children, of whom {small} can already splice.",
  ],
};

const ORCHARD: Topic = {
  title: "The orchard",
  sentences: [
    "After {weather} the {fruit} set late, and the blossom on the south wall was browned at the edges.",
    "{first} {surname} grafted {small} trees in {month}, of which all but one have taken.",
    "We picked {120-940} baskets of {fruit} and sold them at {town} for {small} shillings the basket.",
    "The ladders were painted {colour} last winter so that they can be found in the long grass.",
    "Wasps are a nuisance near the press; a jar of beer and sugar hung from a branch keeps most of them busy.",
    "Prune in the dry days after the new year, and never when the bark is frozen.",
    "A row of {fruit} along the lane would hide the tank and please the parish.",
    "The cider made in {1921-1938} was too sharp, and {firm} would take only {small} barrels of it.",
    "Bees from the {surname} hives do more for the crop than any amount of dung.",
    "The wall was mended with {material} where the cart had struck it.",
    "Fruit that has touched the ground is pressed the same day or fed to the pigs.",
    "In a good year the orchard pays for the {tool}, the hired hand and half the rent.",
  ],
};

const RAILWAY: Topic = {
  title: "The branch line",
  sentences: [
    "The {early|late} train to {town} was held for {small} minutes so that the mail could be brought across.",
    "Signal number {11-96} has been repainted and its lamp raised by {small} inches.",
    "Station master {surname} keeps a garden between the platforms and wins the prize nearly every year.",
    "Traffic in {material} has fallen since the quarry at {town} was closed.",
    "An inspector rode on the footplate in {month} and found the permanent way in fair order, except at the {bird} curve.",
    "Passengers are reminded that the footbridge is slippery after {weather}.",
    "Third class fares rose from {small} pence to {small} pence without notice, and a letter was written about it.",
    "{firm} asked for a siding that would hold {small} wagons.",
    "The engine shed is of {material} and was built in {1861-1889}; its roof has been letting in water for {small} years.",
    "A {tool} left between the rails was seen in time by the driver of the milk train.",
    "The committee recommends, {feeling}, that the line be kept open for goods.",
    "Time tables for the summer are printed on {colour} paper, those for the winter on white.",
  ],
};

const LIBRARY: Topic = {
  title: "The reading room",
  sentences: [
    "{1200-8900} volumes were lent in the year, and {small} were not brought back.",
    "The {office} proposes that newspapers be kept for {small} months and then given to the hospital.",
    "A bequest from the late {first} {surname} has paid for {small} shelves of {material} and a reading lamp.",
    "Borrowers from {town} may keep a book for {small} weeks, because the carrier calls only on every other {weekday}.",
    "Dust from the {colour} curtains gets into the bindings, and they ought to be taken down.",
    "Maps must be unrolled on the long table and nowhere else.",
    "The catalogue is written on cards, which a boy from the school puts in order on {weekday} afternoons.",
    "Nobody has asked for the sermons in {small} volumes since {1921-1958}.",
    "We bought {small} novels, a dictionary and an account of a voyage in search of the {bird}.",
    "Talking is allowed on the stairs, though not so loudly that it can be heard in the map room.",
    "Mrs {surname} read to the children every {weekday} until {weather} kept them at home.",
    "The stove burns {small} sacks of coal in a cold week and smokes when the wind is from {town}.",
  ],
};

const SURVEY: Topic = {
  title: "The survey of the marsh",
  sentences: [
    "Between {month} and {month} we counted {12-480} pairs of {bird} on the eastern side.",
    "The peat is {small} feet deep near the {surname} gate and less than one foot at the old ditch.",
    "Water stood in the lower cut for {small} weeks after {weather}.",
    "A {bird} was heard on {small} mornings but never seen, so it is not entered in the table.",
    "Cattle from {town} may graze from {May|June} onwards, when most nests are empty.",
    "Samples were taken every {20-90} paces along a line from the windmill to the church at {town}.",
    "The dam of {material} holds well, although somebody has taken its top board for firewood.",
    "Levels were read {feeling}, with a staff lent by {firm}.",
    "It would be enough to block {small} drains and to leave the rest to the winter.",
    "In {1931-1959} the same field was ploughed, and the marks can still be seen in a low light.",
    "Visitors should keep to the boards, which are inspected by {first} {surname} on the first {weekday} of each month.",
    "The {colour} moss returns first, then cotton grass, and only after many years the sundew.",
  ],
};

const WORKSHOP: Topic = {
  title: "The machine shop",
  sentences: [
    "Before the {tool} is used, see that the guard is down and that nobody stands behind it.",
    "Bearings are greased every {small} days and after each week of wet weather.",
    "If the motor hums but does not turn, switch it off at once and call {first} {surname}.",
    "Parts marked {colour} belong to the pump, those marked {colour} to the saw.",
    "The belt must give by about {small} millimetres when it is pressed in the middle.",
    "Order {material} from {firm} at least {small} weeks before it is needed.",
    "The {office} signs the book each {weekday}, and no machine is moved without that signature.",
    "In {month} a casting cracked {feeling} and had to be replaced by one of the older pattern.",
    "Shavings are swept up at noon and in the evening; oily rags go into the tin with the lid.",
    "Test pressure is {40-95} pounds to the square inch and is held for {small} minutes.",
    "A spare {tool} hangs beside the door and must hang there again when the day is over.",
    "Number the pieces with chalk before taking them apart, however well you know them.",
  ],
};

const COUNCIL: Topic = {
  title: "The parish council",
  sentences: [
    "The {office} read a letter from {firm} about the state of {street}.",
    "Councillor {surname} asked why the lamp in {street} had been dark for {small} nights.",
    "It was resolved {feeling} that a new {tool} be bought for the cemetery.",
    "The accounts to the end of {month} showed {110-890} pounds in hand and {12-95} pounds owing.",
    "A complaint from {first} {surname} about hens on the footpath was left on the table.",
    "The road to {town} will be closed for {small} days while the drain is laid.",
    "Tenders for {service} were opened, and that of {firm} was the lowest.",
    "The {surname} charity gave {small} pounds each to {small} widows at Christmas.",
    "Members will meet at the pond on {weekday} to see what {weather} has done to the bank.",
    "Nothing further was heard from the county, although {small} reminders had been sent.",
    "The seat in memory of {first} {surname} is to be of {material} and to face the church.",
    "The clock gains {small} minutes a week and will be looked at by {firm}.",
  ],
};

const TRADE: Topic = {
  title: "The state of trade",
  sentences: [
    "Sales of the {item} rose by {3-38} per cent, helped by {weather} and a lower price.",
    "We have written to {firm} {small} times about the consignment of {material}, and there has been no answer.",
    "Our traveller, Mr {surname}, visited {small} towns in {month} and took orders in all but {town}.",
    "The {colour} pattern sells better than the {colour} one, perhaps because it shows the dirt less.",
    "Of {240-960} pieces examined, {small} were returned to the maker with a note.",
    "It would be wise to hold {small} weeks of stock until the quarrel on the railway is over.",
    "Freight from {town} has become dearer, and the margin on {material} is now under {4-19} per cent.",
    "Payment within {small} days earns a discount, which hardly anyone takes.",
    "The shop in {street} will close at {small} on {weekday} so that the shelves can be counted.",
    "A customer in {town} says that the {item} arrived without its lid; another has been sent.",
    "Wages were paid {feeling} on the last {weekday} of {month}.",
    "The bank has been asked for {300-950} pounds against the value of the warehouse at {town}.",
  ],
};

const TRAVEL: Topic = {
  title: "A journey on foot",
  sentences: [
    "We left {town} in {weather} and had the road to ourselves as far as the toll house.",
    "At the inn they gave us bread, {fruit} and a room with {small} beds in it.",
    "A {bird} went up from the ditch so suddenly that {first} dropped the map.",
    "The bridge is of {material} and sways a little when more than {small} people are on it.",
    "From the ridge one sees {town}, the sea, and on a clear day the hills beyond {town}.",
    "An old man who mended {tool|kettle|clock|harness} parts told us of a shorter way, which was longer.",
    "My companion, {first} {surname}, walks in silence until noon and then talks until supper.",
    "We counted {small} windmills, of which only one was turning.",
    "It rained for {small} hours; we sat in a barn belonging to {firm} and read a newspaper from {month}.",
    "The church has a {colour} door and a bell that was cast in {1621-1798}.",
    "On {weekday} we came down {feeling} into a valley full of smoke and hammering.",
    "I have worn out one pair of boots and do not regret a step of it.",
  ],
};

const HOSPITAL: Topic = {
  title: "The cottage hospital",
  sentences: [
    "{140-890} patients were seen in {month}, {small} of them after accidents at {firm}.",
    "Matron {surname} asks for {small} blankets, {colour} if they can be had.",
    "The new ward has {small} beds, and its windows look towards the {street} gardens.",
    "Visitors may come on {weekday} from two until {small}, and must leave their dogs at the lodge.",
    "Milk is brought from the farm at {town} and boiled before it is given to anyone.",
    "Doctor {surname} spoke {feeling} about the drains and was thanked.",
    "After {weather} the road was blocked, and a sledge was borrowed from {first} {surname}.",
    "A gift of {fruit} arrived without a name and was shared among the children.",
    "The floor of {material} is easier to wash than the old boards were.",
    "Fees for the year amounted to {210-930} pounds; the ball brought in {40-99} more.",
    "The {office} examined the store and found every bottle labelled except {small}.",
    "Nobody who can walk is kept in bed after {small} in the morning.",
  ],
};

export const TOPICS: readonly Topic[] = [HARBOUR, ORCHARD, RAILWAY, LIBRARY, SURVEY, WORKSHOP, COUNCIL, TRADE, TRAVEL, HOSPITAL];

/** They take turns. */
export function topicAt(index: number): Topic {
  const topic = TOPICS[index % TOPICS.length];
  if (topic === undefined) throw new Error(`${index} must be a whole number from 0`);
  return topic;
}
