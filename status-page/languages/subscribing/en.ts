import type { SubscribingWords } from './words.ts';

const span = ({ from, to }: { from: string; to: string }) => `From ${from} to ${to}.`;

export const en: SubscribingWords = {
  heading: 'Updates by e-mail',
  headingOfAll: 'Get updates',
  lead: 'We write when something fails, when it works again and before planned work.',
  address: 'E-mail address',
  submit: 'Subscribe',
  choose: 'Choose components',
  chooseMore: 'Choose your updates',
  chooseWay: 'Choose your updates and how you get them',
  by: 'How we reach you',
  addressOfAll: 'Address or number',
  ways: {
    email: {
      name: 'E-mail',
      hint: 'An address such as name@example.org.',
      wrong: 'Nothing was sent: an e-mail address looks like name@example.org.',
    },
    slack: {
      name: 'A Slack channel',
      hint: 'The address of the channel’s incoming webhook: https://hooks.slack.com/services/…',
      wrong: 'Nothing was sent: this is not the address of a Slack incoming webhook.',
    },
    teams: {
      name: 'A Microsoft Teams channel',
      hint: 'The address that the channel’s workflow for webhook requests shows.',
      wrong: 'Nothing was sent: this is not the address of a Microsoft Teams workflow or webhook.',
    },
    sms: {
      name: 'SMS',
      hint: 'A number with its country, such as +43 660 5550100. You get only the beginning and the end.',
      wrong: 'Nothing was sent: a number begins with its country, such as +43 660 5550100.',
    },
  },
  smsOnly: (codes) => `SMS go to numbers that begin with ${codes}.`,
  chooseLead: 'Choose none to get updates about everything.',
  topics: {
    legend: 'Updates about',
    all: 'Incidents and planned work',
    incidents: 'Incidents only',
    maintenance: 'Planned work only',
    each: {
      incidents: 'Incidents',
      maintenance: 'Planned work',
      components: 'Changes in the state of a component',
    },
  },
  updates: {
    legend: 'Of each incident',
    all: 'Every update',
    'start-and-end': 'Only its start and its end',
  },
  gone: 'A component that is no longer on this page',
  wrongChoice: (field) =>
    `Nothing was changed: “${field}” has a choice that this page does not offer. Please choose again.`,
  noTopic: (field) => `Nothing was changed: please tick at least one under “${field}”, or unsubscribe.`,
  leaveEmpty: 'Leave this empty',
  asked: {
    title: 'Check your mailbox',
    text: 'If this address can receive e-mail, a message is on its way. Follow its link and press the button there. Until then nothing changes.',
  },
  askedThere: {
    title: 'Look there for our message',
    text: 'If messages can arrive there, ours is on its way. Follow its link and press the button there. Until then nothing changes.',
  },
  tooMany: { title: 'Too many requests', text: 'Nothing was sent. Please try again in a few minutes.' },
  unknown: {
    title: 'This link is not valid',
    text: 'It may have expired. On the status page you can ask for another one.',
  },
  confirm: (page, address) => ({
    title: `Updates of ${page}`,
    text: `Send them to ${address}?`,
    button: 'Yes, subscribe',
  }),
  confirmed: (page) => ({
    title: 'You are subscribed',
    text: `We write to you when something happens at ${page}.`,
  }),
  manage: (page, address) => ({
    title: `Your updates of ${page}`,
    text: `They go to ${address}.`,
    button: 'Save',
  }),
  saved: { title: 'Saved', text: 'From now on you get the updates you chose.' },
  end: (page, address) => ({
    title: `No more updates of ${page}?`,
    text: `They go to ${address}.`,
    button: 'Unsubscribe',
  }),
  endHere: 'Unsubscribe',
  sendLink: {
    mail: 'E-mail me a link to change my updates',
    there: 'Send a link there to change these updates',
    contact: 'E-mail a link to the contact of this webhook to change its updates',
  },
  noLink: 'To change these updates, write to the team behind the page.',
  ended: (page) => ({ title: 'You are unsubscribed', text: `We send you no more updates of ${page}.` }),
  back: 'To the status page',
  confirmMail: (page, link) => ({
    subject: `Confirm your updates of ${page}`,
    text: `Somebody, probably you, asked for updates of ${page} at this address.\n\nTo confirm, open this page within 7 days and press the button:\n${link}\n\nIf it was not you, do nothing. We send nothing more.`,
  }),
  manageMail: (page, link) => ({
    subject: `Your updates of ${page}`,
    text: `This address is subscribed to updates of ${page}.\n\nTo change your updates or unsubscribe, open this page within 24 hours:\n${link}\n\nIf you did not ask for this, do nothing. Nothing changes.`,
  }),
  manageHookMail: (page, { address, link }) => ({
    subject: `Your updates of ${page}`,
    text: `Your webhook at ${address} gets updates of ${page}.\n\nTo change or end them, open this page within 24 hours:\n${link}\n\nIf you did not ask for this, do nothing. Nothing changes.`,
  }),
  stoppedMail: (page, { address, reason, link }) => ({
    subject: `Your webhook gets no more updates of ${page}`,
    text: `We could not reach ${address}, and stopped trying. The last attempt failed: ${reason}\n\nTo start it again, open this page within 7 days and press the button:\n${link}\n\nThe status page has the updates that it missed.`,
  }),
  foot: (page, address, end) =>
    `Status page: ${page}\nUnsubscribe or change your updates: ${end}\nThis message went to ${address}.`,
  moved: (page, day) =>
    `You subscribed to ${page} at the service that published it before. We moved your subscription here on ${day}.`,
  confirmSms: (page, link) =>
    `${page}: to get SMS when something fails, open ${link} within 7 days and press the button. Otherwise do nothing. STOP ends them.`,
  manageSms: (page, link) =>
    `${page}: to change or end your updates, open ${link} within 24 hours. If you did not ask for this, do nothing.`,
  stopSms: 'STOP ends these SMS.',
  affects: (names) => `Affects: ${names}`,
  earlier: 'Earlier updates:',
  work: {
    announced: (work) => ({
      subject: `Planned: ${work.title}`,
      text: `Maintenance is planned. ${span(work)}`,
    }),
    soon: (work) => ({ subject: `Soon: ${work.title}`, text: `Maintenance begins soon. ${span(work)}` }),
    started: (work) => ({ subject: `Started: ${work.title}`, text: `Maintenance has begun. ${span(work)}` }),
    ended: (work) => ({ subject: `Done: ${work.title}`, text: `Maintenance has ended. ${span(work)}` }),
    moved: (work) => ({
      subject: `Moved: ${work.title}`,
      text: `Maintenance was moved.\nBefore: ${span(work.before ?? work)}\nNow: ${span(work)}`,
    }),
    cancelled: (work) => ({
      subject: `Cancelled: ${work.title}`,
      text: `Maintenance will not take place. ${span(work)}`,
    }),
  },
};
