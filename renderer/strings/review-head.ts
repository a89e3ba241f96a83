// Where a review stands, above its text.
export const reviewHead = {
  state: 'State of the review',
  states: { draft: 'Draft', 'in-review': 'In review', reviewed: 'Reviewed', closed: 'Closed' },
  nextKey: 'The next state of the review',
  owner: 'Owner',
  ownerOf: 'Owner of the review',
  noOwner: 'the commander',
  due: 'Due {time}',
  late: (length: string) => `${length} late`,
  in: (length: string) => `in ${length}`,
  readBy: (names: string) => `Read and agreed by ${names}:`,
  hasRead: (names: string) => `Read by ${names}.`,
  changed: 'It has changed since then. Read it again.',
  whatChanged: 'What changed',
  whatChangedKey: 'What changed since the review was agreed to',
  changesLabel: 'Changes since the review was agreed to',
};
