// The screen of all incidents: words, filters, results.
export const incidents = {
  title: 'All incidents',
  /** Other words that people look for this screen by. */
  keywords: ['past', 'search', 'history', 'old', 'archive', 'find'],
  search: 'Search all incidents',
  searchHint: 'Words from titles, timelines, texts and reviews',
  filters: 'Filters',
  status: 'Status',
  anyStatus: 'Any status',
  open: 'Open',
  over: 'Resolved or closed',
  severity: 'Severity',
  anySeverity: 'Any severity',
  service: 'Service',
  anyService: 'Any service',
  period: 'Declared',
  anyTime: 'At any time',
  lastDays: (count: number) => `Last ${count} days`,
  drills: 'Drills',
  drillsToo: 'With drills',
  noDrills: 'Without drills',
  onlyDrills: 'Drills only',
  count: (count: number, hasMore: boolean) =>
    hasMore ? `The newest ${count}` : count === 1 ? '1 incident' : `${count} incidents`,
  reading: 'Reading the incidents',
  notIndexed: (count: number) =>
    count === 1
      ? 'One incident is still being read for the search.'
      : `${count} incidents are still being read for the search.`,
  unreadable: (why: string) => `The list could not be read. ${why}`,
  tryAgain: 'Try again',
  none: 'No incidents yet',
  noneWhy: 'Every incident ever declared stands here, with everything that was said in it.',
  nothingFound: 'Nothing fits these words and filters',
  nothingFoundWhy: 'Each word must begin a word of the incident. Fewer words find more.',
  clear: 'Clear the filters',
  more: 'Show more',
  heads: { severity: 'Severity', incident: 'Incident', status: 'Status', declared: 'Declared', took: 'Took' },
  drill: 'Drill',
  places: { title: 'Title', text: 'Text', review: 'Review', fact: 'Timeline' },
  next: 'Next result',
  previous: 'Previous result',
};
