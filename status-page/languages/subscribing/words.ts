// Texts for subscribers, in one language: on the page, in the answers to its form, and in mails.

import type { SignUpTopic, SignUpWay, Topic, UpdateAmount } from '../../sign-up-ways.ts';

/** A page with one question: heading, sentence and button. */
type Question = { title: string; text: string; button: string };
type Told = { title: string; text: string };
type Mail = { subject: string; text: string };

export type WorkPhase = 'announced' | 'soon' | 'started' | 'ended' | 'moved' | 'cancelled';
export type WorkTold = {
  title: string;
  from: string;
  to: string;
  before: { from: string; to: string } | null;
};

/** Where a link to change a choice is sent. */
export type LinkPlace = 'mail' | 'there' | 'contact';

export type SubscribingWords = {
  heading: string;
  /** Used when there are other ways than mail. */
  headingOfAll: string;
  lead: string;
  address: string;
  submit: string;
  choose: string;
  /** The link to the form with all choices. */
  chooseMore: string;
  chooseWay: string;
  /** The heading above the choice of ways. */
  by: string;
  addressOfAll: string;
  /** `wrong`: the input is not a valid address. */
  ways: Record<SignUpWay, { name: string; hint: string; wrong: string }>;
  /** `codes`: how numbers must begin, such as `+43, +49`. */
  smsOnly: (codes: string) => string;
  chooseLead: string;
  /** The choice of topics. */
  topics: Record<SignUpTopic | 'legend' | 'all', string> & {
    /** For webhooks, which can choose several. */
    each: Record<Topic, string>;
  };
  /** How many updates of an incident. */
  updates: Record<UpdateAmount | 'legend', string>;
  /** A component that they chose and that the page has no longer. */
  gone: string;
  /** `field`: the heading of the choices that hold one that the page does not offer. */
  wrongChoice: (field: string) => string;
  /** `field`: the heading above the choices. The reader ticked none of them. */
  noTopic: (field: string) => string;
  leaveEmpty: string;
  asked: Told;
  /** For ways other than mail. */
  askedThere: Told;
  tooMany: Told;
  unknown: Told;
  confirm: (page: string, address: string) => Question;
  confirmed: (page: string) => Told;
  manage: (page: string, address: string) => Question;
  saved: Told;
  end: (page: string, address: string) => Question;
  endHere: string;
  /** The button that sends a link to change the choice: by mail, to the chat or telephone, or to a webhook's contact. */
  sendLink: Record<LinkPlace, string>;
  /** Instead of that button. */
  noLink: string;
  ended: (page: string) => Told;
  back: string;
  confirmMail: (page: string, link: string) => Mail;
  manageMail: (page: string, link: string) => Mail;
  /** To the contact of a webhook; `address` is its host. */
  manageHookMail: (page: string, hook: { address: string; link: string }) => Mail;
  /** SP95: to the contact of a webhook that gets nothing more, with the last reason and a link that starts it again. */
  stoppedMail: (page: string, hook: { address: string; reason: string; link: string }) => Mail;
  /** At the end of every mail. */
  foot: (page: string, address: string, end: string) => string;
  /** In the first mail to a person whose subscription was imported on that day. */
  moved: (page: string, day: string) => string;
  /** Each fits one SMS if names are not too long. */
  confirmSms: (page: string, link: string) => string;
  manageSms: (page: string, link: string) => string;
  stopSms: string;
  affects: (names: string) => string;
  earlier: string;
  work: Record<WorkPhase, (work: WorkTold) => Mail>;
};
