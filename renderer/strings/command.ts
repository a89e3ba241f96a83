import type { PriorityReason } from '#room/command/priority.ts';

const ordinal = (place: number): string => {
  const last = place % 10;
  const isTeen = place % 100 > 10 && place % 100 < 14;
  return `${place}${isTeen ? 'th' : last === 1 ? 'st' : last === 2 ? 'nd' : last === 3 ? 'rd' : 'th'}`;
};

export const command = {
  place: (place: number, of: number) => `${ordinal(place)} of ${of} open`,
  placeKey: 'Why this rank',
  placeTitle: 'Among the open incidents',
  before: 'Above',
  after: 'Below',
  because: (reason: PriorityReason, theirs: string, ours: string) =>
    ({
      severity: `${theirs}, this is ${ours}`,
      impact: `same severity; impact ${theirs}, here ${ours}`,
      age: `same severity and impact; since ${theirs}, this since ${ours}`,
      same: 'a tie: the order has no meaning, but it is the same on every screen',
    })[reason],
  notAssessed: 'not assessed',
};
