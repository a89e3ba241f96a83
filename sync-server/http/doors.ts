// HT2: the doors without a token, for the API's description: the credential is their address, or the key in the body.
// The code in intake/, beats.ts and the pages beside this file reads their input.

type Door = {
  methods: readonly ('get' | 'post')[];
  path: string;
  summary: string;
  takes?: { type: string; schema: object };
  status: number;
  gives: string;
};

const word = (description: string) => ({ type: 'string', description });
const object = (required: readonly string[], properties: object) => ({
  type: 'object',
  required,
  properties,
});

const event = object(['routing_key', 'event_action'], {
  routing_key: word('The key of an intake; also as x-routing-key, Authorization: Token, or in the query.'),
  event_action: { enum: ['trigger', 'acknowledge', 'resolve'] },
  dedup_key: word('The same key is the same outage.'),
  payload: object(['summary', 'source', 'severity'], {
    summary: word('At most 1024 characters.'),
    source: word('What is in trouble.'),
    severity: { enum: ['critical', 'error', 'warning', 'info'] },
    custom_details: {},
  }),
  links: { type: 'array', items: object(['href'], { href: word('An address.'), text: word('Its name.') }) },
});
const change = object(['routing_key', 'payload'], {
  routing_key: word('The key of an intake.'),
  payload: object(['summary'], { summary: word('What changed.'), source: word('Who reports it.') }),
});
const json = (schema: object) => ({ type: 'application/json', schema });
const form = (required: readonly string[], properties: object) => ({
  type: 'application/x-www-form-urlencoded',
  schema: object(required, properties),
});

const doors: readonly Door[] = [
  {
    methods: ['post'],
    path: '/v2/enqueue',
    summary: 'PagerDuty Events API v2: an alert fires, is acknowledged or resolves (IT2)',
    takes: json(event),
    status: 202,
    gives: 'application/json',
  },
  {
    methods: ['post'],
    path: '/v2/change/enqueue',
    summary: 'PagerDuty change events: a deploy or another change (IT2, IT6)',
    takes: json(change),
    status: 202,
    gives: 'application/json',
  },
  {
    methods: ['post'],
    path: '/intake/{key}/{format}',
    summary:
      'Alerts and changes; format is the kind of the intake, such as alertmanager or webhook (IT4, IT6)',
    takes: json({ type: 'object' }),
    status: 202,
    gives: 'application/json',
  },
  {
    methods: ['get', 'post'],
    path: '/beat/{token}',
    summary: 'A job is done, or posts a number with value (HB1)',
    takes: { type: 'text/plain', schema: word('The end of its log.') },
    status: 200,
    gives: 'text/plain',
  },
  {
    methods: ['get', 'post'],
    path: '/beat/{token}/{what}',
    summary: 'A job tells start, fail, log or its exit code (HB1)',
    takes: { type: 'text/plain', schema: word('The end of its log.') },
    status: 200,
    gives: 'text/plain',
  },
  {
    methods: ['get', 'post'],
    path: '/report/{key}',
    summary: 'A form to report trouble without an account (IT7)',
    takes: form(['title'], { title: word('What is wrong.'), details: word('More.'), reporter: word('Who.') }),
    status: 200,
    gives: 'text/html',
  },
  {
    methods: ['get'],
    path: '/receipt/{code}',
    summary: 'The state of a report, for the person who sent it (TG5)',
    status: 200,
    gives: 'text/html',
  },
  {
    methods: ['get', 'post'],
    path: '/acknowledge/{code}',
    summary: 'A page with one button that acknowledges; reading it changes nothing (ES11)',
    takes: form([], {}),
    status: 200,
    gives: 'text/html',
  },
  {
    methods: ['get'],
    path: '/calendar/{code}.ics',
    summary: 'The shifts of a person or a schedule, for calendar programs (OC8)',
    status: 200,
    gives: 'text/calendar',
  },
  {
    methods: ['get', 'post'],
    path: '/dial/{code}.xml',
    summary: 'Rings the person on call, in TwiML; with .txt only their number (OC9)',
    takes: form([], {}),
    status: 200,
    gives: 'text/xml',
  },
  {
    methods: ['get', 'post'],
    path: '/reply/{code}',
    summary: 'Takes SMS replies to pages from a provider; 1 acknowledges (ES21)',
    takes: form([], {}),
    status: 200,
    gives: 'text/xml',
  },
  {
    methods: ['get'],
    path: '/status/{slug}/{file}',
    summary: 'A status page: HTML, Statuspage’s JSON below api/v2/, feeds, badges, a calendar (SP62)',
    status: 200,
    gives: 'text/html',
  },
  {
    methods: ['post'],
    path: '/status/{slug}/subscribe',
    summary:
      'Asks for a status page’s updates by e-mail, chat or SMS; the answer is the same for every address (SP91, SP132)',
    takes: form([], {
      by: word('email, slack, teams or sms, if the page offers it; else the first way that it offers.'),
      email: word('The e-mail address, if by is email.'),
      address: word(
        'The address for any way: an e-mail address, the address of an incoming webhook, or a number.',
      ),
      components: word(
        'The id of a component; may come several times. Without one, the subscription covers everything.',
      ),
      language: word('en, de, fr or es.'),
    }),
    status: 200,
    gives: 'text/html',
  },
  {
    methods: ['get', 'post'],
    path: '/u/{token}',
    summary:
      'A link in an e-mail: GET shows a button, POST confirms, changes or unsubscribes (SP92, RFC 8058)',
    takes: form([], { do: word('save, end or link.'), components: word('As for subscribing.') }),
    status: 200,
    gives: 'text/html',
  },
  {
    methods: ['get'],
    path: '/signin',
    summary: 'Leads a browser to the company’s sign-in, and back to /signin/callback (SI2)',
    status: 303,
    gives: 'text/html',
  },
  {
    methods: ['get'],
    path: '/signin/callback',
    summary: 'Where the company’s sign-in leads back to (SI2)',
    status: 303,
    gives: 'text/html',
  },
  {
    methods: ['get'],
    path: '/healthz',
    summary: 'Whether the server runs',
    status: 200,
    gives: 'application/json',
  },
  {
    methods: ['get'],
    path: '/readyz',
    summary: 'Whether the server can write; 503 with the reason if not',
    status: 200,
    gives: 'application/json',
  },
  {
    methods: ['get'],
    path: '/metrics',
    summary: 'Figures for Prometheus',
    status: 200,
    gives: 'text/plain',
  },
];

/** The paths of an OpenAPI description, one operation for each method; `failure` describes all other answers. */
export function describeDoors(failure: object): Record<string, Record<string, unknown>> {
  return Object.fromEntries(
    doors.map((door) => [
      door.path,
      Object.fromEntries(door.methods.map((method) => [method, describe(door, method, failure)])),
    ]),
  );
}

function describe({ path, summary, takes, status, gives }: Door, method: 'get' | 'post', failure: object) {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
  const words = path.split(/[^A-Za-z0-9]+/).filter((each) => each !== '');
  return {
    summary,
    operationId: [method, ...words].join('-'),
    security: [],
    parameters: names.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } })),
    ...(takes && method === 'post'
      ? { requestBody: { content: { [takes.type]: { schema: takes.schema } } } }
      : {}),
    responses: {
      [status]: { description: 'Taken', content: { [gives]: {} } },
      default: failure,
    },
  };
}
