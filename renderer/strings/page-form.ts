// The form of a status page: what it says of itself, how it looks, and what it publishes by itself.
export const pageLook = {
  title: 'Words, address and look',
  announcement: 'Pinned announcement',
  announcementHint: 'It stays at the top of the page until you empty this field.',
  description: 'About this page',
  url: 'Its own address',
  urlHint:
    'Such as https://status.example.org. Point that domain at this server or at another place of the page.',
  timeZone: 'Time zone',
  language: 'Language',
  languageHint: 'Readers who prefer English, German, French or Spanish get the page in that language.',
  method: 'How uptime is counted',
  methodHint: 'The page prints the method in one sentence.',
  methods: {
    default: 'Default: a partial outage counts half, maintenance is left out',
    'statuspage-like': 'Like Statuspage: a partial outage counts 0.3, maintenance counts as up',
    'incident-io-like': 'Like incident.io: a partial outage counts whole, a group is its worst member',
    strict: 'Strict: degraded, partial and maintenance count whole',
  } as Readonly<Record<string, string>>,
  ownMethod: 'Weights of your own, set by the API',
  logo: 'Logo',
  logoAlt: 'The logo of the page',
  logoHint: 'An SVG drawing of at most 24 KiB, without scripts and without links.',
  logoTooLarge: 'an SVG of at most 24 KiB',
  chooseLogo: 'Choose an SVG',
  anotherLogo: 'Choose another',
  noLogo: 'Remove the logo',
  colourTitle: 'Colours',
  colours: {
    paper: 'Paper',
    ink: 'Text',
    soft: 'Quiet text',
    line: 'Lines',
    accent: 'Links',
    operational: 'Operational',
    degraded: 'Degraded',
    partial: 'Partial outage',
    major: 'Major outage',
    maintenance: 'Maintenance',
    unknown: 'Unknown',
  },
  sides: { light: 'Light', dark: 'Dark' },
  colourOf: (name: string, side: string) => `${name}, ${side}`,
  reset: 'Reset',
  resetOf: (label: string) => `Reset ${label}`,
};

export const pageRules = {
  title: (count: number) =>
    count === 0
      ? 'No rule publishes by itself'
      : count === 1
        ? '1 rule publishes by itself'
        : `${count} rules publish by themselves`,
  why: 'A rule publishes your text when checks fail and when they work again. It never changes components that people reported. It also stops changing its own report when somebody writes in it.',
  add: 'Add a rule',
  rule: (number: number, name: string) => (name === '' ? `Rule ${number}` : `Rule ${number}: ${name}`),
  remove: 'Remove',
  removeOf: (number: number) => `Remove rule ${number}`,
  name: 'Name, for the team',
  after: 'After how many minutes',
  afterDefault: '2',
  components: 'Components',
  allMeasured: 'All that a monitor measures',
  what: 'Title',
  body: 'Text when checks fail',
  bodyHint: 'Muster replaces {components} with the names of the components.',
  resolved: 'Text when all checks work again',
  resolvedHint: 'Leave it empty if a person should announce the end.',
  by: (rule: string) => `by the rule “${rule}”`,
  example: {
    title: 'Problems with {components}',
    body: 'We see errors with {components}. Our team was called and is looking into it.',
    resolved: '{components} works normally again.',
  },
};
