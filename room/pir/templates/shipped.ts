// RT1: the shipped templates: Muster's own, three modelled on well-known teams, a short one, and a public one.
import type { TeamTemplate } from '../../facts/review-template.ts';

export const standardTemplate: TeamTemplate = {
  name: 'Standard',
  severities: ['P1', 'P2'],
  sections: [
    {
      heading: 'Executive Summary',
      part: 'summary',
      ask: 'What happened, to whom, for how long, and why, for somebody who was not there. Left empty, the room’s summary stands here.',
    },
    { heading: 'Timeline', part: 'timeline' },
    {
      heading: 'Root Cause',
      part: 'cause',
      ask: 'What made it possible and what set it off. Systems and conditions, not people.',
    },
    {
      heading: 'Detection & Response',
      part: 'detection',
      ask: 'How we learned of it, how long we were blind, what helped and what slowed us.',
    },
    { heading: 'What Went Well', part: 'wentWell', ask: 'What to keep doing.' },
    {
      heading: 'What We Can Improve',
      part: 'improve',
      ask: 'What to do differently, before it becomes action items below.',
    },
    { heading: 'Action Items', part: 'items' },
  ],
};

const google: TeamTemplate = {
  name: 'Google SRE',
  sections: [
    { heading: 'Summary', part: 'summary', ask: 'The whole incident in two sentences.' },
    {
      heading: 'Impact',
      part: 'impact',
      ask: 'Who noticed what, how many, and what it cost. Numbers where there are any.',
    },
    {
      heading: 'Root causes',
      part: 'cause',
      ask: 'Every condition without which it would not have happened.',
    },
    { heading: 'Trigger', part: 'changes', ask: 'What set it off on that day: a change, a load, a date.' },
    { heading: 'Resolution', part: 'resolution', ask: 'What ended it, for now and for good.' },
    { heading: 'Detection', part: 'detection', ask: 'What told us, and what should have told us sooner.' },
    { heading: 'Action items', part: 'items' },
    { heading: 'What went well', part: 'wentWell', ask: 'What to keep doing.' },
    { heading: 'What went wrong', part: 'improve', ask: 'What made it longer or worse.' },
    { heading: 'Where we got lucky', part: 'lucky', ask: 'What could as well have gone wrong, and did not.' },
    { heading: 'Timeline', part: 'timeline' },
    {
      heading: 'Supporting information',
      part: 'text',
      ask: 'Graphs, queries and documents that somebody will want to see.',
    },
  ],
};

const pagerDuty: TeamTemplate = {
  name: 'PagerDuty',
  sections: [
    {
      heading: 'Overview',
      part: 'summary',
      ask: 'Two or three sentences: what broke, for how long, for whom.',
    },
    {
      heading: 'What happened',
      part: 'text',
      ask: 'The account, from the first sign to the end, in a few paragraphs.',
    },
    { heading: 'Contributing factors', part: 'cause', ask: 'What had to come together for it to happen.' },
    { heading: 'Resolution', part: 'resolution', ask: 'What was done, and how we knew that it held.' },
    {
      heading: 'Impact',
      part: 'impact',
      ask: 'How long at which severity, how many customers, how many support requests.',
    },
    { heading: 'Responders', part: 'people', ask: 'Who helped beside those in roles.' },
    { heading: 'Timeline', part: 'timeline' },
    { heading: 'What went well', part: 'wentWell', ask: 'What to keep doing.' },
    {
      heading: 'What did not go so well',
      part: 'improve',
      ask: 'What slowed us, or would have, on a worse day.',
    },
    { heading: 'Action items', part: 'items' },
    { heading: 'Messaging', part: 'messages' },
  ],
};

const atlassian: TeamTemplate = {
  name: 'Atlassian',
  sections: [
    {
      heading: 'Incident summary',
      part: 'summary',
      ask: 'What happened, why, how severe, and for how long.',
    },
    { heading: 'Lead-up', part: 'changes', ask: 'What came before it and made it possible.' },
    { heading: 'Fault', part: 'text', ask: 'What did not work as it was meant to, and how.' },
    { heading: 'Impact', part: 'impact', ask: 'What customers and colleagues saw, and how many of them.' },
    {
      heading: 'Detection',
      part: 'detection',
      ask: 'When and how we noticed, and how that could be sooner.',
    },
    { heading: 'Response', part: 'people', ask: 'Who came, when, and what held them up.' },
    {
      heading: 'Recovery',
      part: 'resolution',
      ask: 'How service was restored, and how that could be faster.',
    },
    { heading: 'Timeline', part: 'timeline' },
    {
      heading: 'Five whys',
      part: 'text',
      ask: 'Ask why, and why of the answer, until the answer is something we can change.',
    },
    {
      heading: 'Root cause',
      part: 'cause',
      ask: 'What has to change so that this kind of incident does not come back.',
    },
    {
      heading: 'Backlog check',
      part: 'text',
      ask: 'Is there open work that would have prevented it or lessened it? Why was it not done?',
    },
    { heading: 'Recurrence', part: 'text', ask: 'Has the same cause led to other incidents? Which?' },
    { heading: 'What went well', part: 'wentWell', ask: 'What to keep doing.' },
    { heading: 'Lessons learned', part: 'improve', ask: 'What we know now and did not know before.' },
    { heading: 'Corrective actions', part: 'items' },
  ],
};

const short: TeamTemplate = {
  name: 'Short',
  severities: ['P3', 'P4'],
  appendices: false,
  sections: [
    { heading: 'What happened', part: 'summary', ask: 'Two sentences: what broke, and who noticed.' },
    { heading: 'Why', part: 'cause', ask: 'One sentence, or “not known”.' },
    { heading: 'What ended it', part: 'resolution', ask: 'What helped, and whether it holds.' },
    { heading: 'What we do next', part: 'items' },
  ],
};

const outside: TeamTemplate = {
  name: 'Public',
  appendices: false,
  public: true,
  sections: [
    {
      heading: 'Summary',
      part: 'text',
      ask: 'What customers could not do, from when to when, and that we are sorry. No names, no internal words.',
    },
    {
      heading: 'Impact',
      part: 'impact',
      ask: 'Who was affected and how, and who was not. Say plainly whether data was lost or seen.',
    },
    {
      heading: 'Background',
      part: 'text',
      ask: 'How the parts that failed are built, as far as a reader needs it to follow the rest.',
    },
    {
      heading: 'What happened',
      part: 'text',
      ask: 'What broke and why, so that a customer who builds such systems understands it.',
    },
    {
      heading: 'What we are changing',
      part: 'text',
      ask: 'What is already done, what will be done, and by when.',
    },
    { heading: 'What we said at the time', part: 'messages' },
  ],
};

export const shippedTemplates: readonly TeamTemplate[] = [
  standardTemplate,
  google,
  pagerDuty,
  atlassian,
  short,
  outside,
];
