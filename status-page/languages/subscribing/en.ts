import type { SubscribingWords } from './words.ts';

const span = ({ from, to }: { from: string; to: string }) => `From ${from} to ${to}.`;

export const en: SubscribingWords = {
  heading: 'Updates by e-mail',
  headingOfAll: 'Get updates',
  lead: 'We write when something fails, when it works again, and before planned work.',
  address: 'E-mail address',
  submit: 'Subscribe',
  choose: 'Choose components',
  chooseMore: 'Choose what you hear of',
  chooseWay: 'Choose what you hear of, and how',
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
      hint: 'The address of an incoming webhook of the channel: https://hooks.slack.com/services/…',
      wrong: 'Nothing was sent: this is not the address of an incoming webhook of Slack.',
    },
    teams: {
      name: 'A Microsoft Teams channel',
      hint: 'The address that the channel’s workflow for webhook requests shows.',
      wrong: 'Nothing was sent: this is not the address of a workflow or webhook of Microsoft Teams.',
    },
    sms: {
      name: 'SMS',
      hint: 'A number with its country, such as +43 660 5550100. You hear of the beginning and the end alone.',
      wrong: 'Nothing was sent: a number looks like +43 660 5550100, with its country.',
    },
  },
  smsOnly: (codes) => `SMS go to numbers that begin with ${codes}.`,
  chooseLead: 'Choose none to hear of everything.',
  topics: {
    legend: 'What to hear of',
    all: 'Incidents and planned work',
    incidents: 'Incidents only',
    maintenance: 'Planned work only',
  },
  leaveEmpty: 'Leave this empty',
  asked: {
    title: 'Look into your mailbox',
    text: 'If this address can receive our mail, a message is on its way. Follow its link and press the button there; until then nothing changes.',
  },
  askedThere: {
    title: 'Look there for our message',
    text: 'If our message can be received there, it is on its way. Follow its link and press the button there; until then nothing changes.',
  },
  tooMany: { title: 'Too many requests', text: 'Nothing was sent. Please try again in some minutes.' },
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
  saved: { title: 'Saved', text: 'From now on you hear of what you chose.' },
  end: (page, address) => ({
    title: `No more updates of ${page}?`,
    text: `They go to ${address}.`,
    button: 'Unsubscribe',
  }),
  endHere: 'Unsubscribe',
  mailMeALink: 'Mail me a link to change what I hear of',
  ended: (page) => ({ title: 'You are unsubscribed', text: `We send you no more updates of ${page}.` }),
  back: 'To the status page',
  confirmMail: (page, link) => ({
    subject: `Confirm your updates of ${page}`,
    text: `Somebody, probably you, asked for updates of ${page} at this address.\n\nTo confirm, open this page within 7 days and press the button:\n${link}\n\nIf it was not you, do nothing: nothing more is sent.`,
  }),
  manageMail: (page, link) => ({
    subject: `Your updates of ${page}`,
    text: `This address is subscribed to updates of ${page}.\n\nTo change what you hear of, or to unsubscribe, open this page within 24 hours:\n${link}\n\nIf you did not ask for this, do nothing: nothing changes.`,
  }),
  stoppedMail: (page, { address, reason, link }) => ({
    subject: `Your webhook gets no more updates of ${page}`,
    text: `We could not reach ${address}, and stopped trying. The last attempt failed: ${reason}\n\nTo start it again, open this page within 7 days and press the button:\n${link}\n\nWhat it missed stands on the status page.`,
  }),
  foot: (page, address, end) =>
    `Status page: ${page}\nUnsubscribe, or change what you hear of: ${end}\nThis mail went to ${address}.`,
  moved: (page, day) =>
    `You subscribed to ${page} at the service that published it before. Your subscription was moved here on ${day}.`,
  confirmSms: (page, link) =>
    `${page}: to get SMS when something fails, open ${link} within 7 days and press the button. Else do nothing. STOP ends them.`,
  manageSms: (page, link) =>
    `${page}: to change what you hear of, or to end it, open ${link} within 24 hours. If you did not ask for this, do nothing.`,
  stopSms: 'STOP ends these SMS.',
  affects: (names) => `Affects: ${names}`,
  earlier: 'What was said before:',
  work: {
    announced: (work) => ({
      subject: `Planned: ${work.title}`,
      text: `Maintenance is planned. ${span(work)}`,
    }),
    soon: (work) => ({ subject: `Soon: ${work.title}`, text: `Maintenance begins soon. ${span(work)}` }),
    started: (work) => ({ subject: `Begun: ${work.title}`, text: `Maintenance has begun. ${span(work)}` }),
    ended: (work) => ({ subject: `Done: ${work.title}`, text: `Maintenance has ended. ${span(work)}` }),
    moved: (work) => ({
      subject: `Moved: ${work.title}`,
      text: `Maintenance was moved.\nBefore: ${span(work.before ?? work)}\nNow: ${span(work)}`,
    }),
    cancelled: (work) => ({
      subject: `Cancelled: ${work.title}`,
      text: `Maintenance does not take place. ${span(work)}`,
    }),
  },
};
