// The library of reviews: what the team learned, and who has read it.
export const reviewLibrary = {
  title: 'Reviews',
  /** Search terms that also find this screen. */
  keywords: ['lessons', 'learned', 'post-mortems', 'postmortem', 'library'],
  count: (count: number) => (count === 1 ? '1 review' : `${count} reviews`),
  countUnread: (count: number, unread: number) =>
    count === 1
      ? '1 review, which you have not read'
      : count === unread
        ? `${count} reviews that you have not read`
        : `${count} reviews, ${unread} of them not read by you`,
  search: 'Search the reviews',
  searchHint: 'Words from titles, timelines, texts and reviews',
  service: 'Service',
  anyService: 'Any service',
  state: 'State of the review',
  anyState: 'Any state',
  cause: 'Cause',
  anyCause: 'Any cause',
  unread: 'Read by you',
  readOrNot: 'Read or not',
  notReadByMe: 'Not read by me',
  unreadKey: 'Only reviews that I have not read',
  unreadable: (why: string) => `The reviews could not be read. ${why}`,
  none: 'No reviews yet',
  noneWhy: 'An incident’s review appears here when the incident is resolved.',
  nothingFound: 'No review fits these words and filters',
  nothingFoundWhy: 'Each word you type must begin a word in the incident. Fewer words find more.',
  clear: 'Clear the filters',
  more: 'Show more',
  heads: {
    severity: 'Severity',
    review: 'Lesson',
    state: 'Review',
    owner: 'Owner',
    readers: 'Read by',
    declared: 'Declared',
  },
  causeIs: 'Cause',
  lessonIs: 'Lesson',
  nothingWritten: 'Nobody has written a lesson yet.',
  drill: 'Drill',
  noOwner: 'no owner',
  dueIn: (length: string) => `due in ${length}`,
  late: (length: string) => `${length} late`,
  nobodyRead: 'nobody yet',
  you: 'You',
  /** `names` are at most two. */
  readers: (names: readonly string[], others: number) =>
    others === 0 ? names.join(', ') : `${names.join(', ')} and ${others} more`,
  markRead: 'Mark as read',
  markUnread: 'Mark as not read',
  markKey: 'Mark the review as read, or as not read',
  notMarked: 'It could not be marked',
  next: 'Next review',
  previous: 'Previous review',
  readOnly: 'Viewers can read reviews, but only responders and owners appear among the readers.',
  /** On the page of a service. */
  ofService: 'Reviews of this service',
};
