// What visitors read who subscribe: on the page, on the answers to its form, and in mails. In one language.

import type { SignUpWay } from '../../sign-up-ways.ts';

/** A page of one question: its heading, its sentence, its button. */
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

export type SubscribingWords = {
  heading: string;
  /** Where there are other ways than mail. */
  headingOfAll: string;
  lead: string;
  address: string;
  submit: string;
  choose: string;
  chooseWay: string;
  /** Above the ways to be told. */
  by: string;
  addressOfAll: string;
  /** `wrong`: what was given is none. */
  ways: Record<SignUpWay, { name: string; hint: string; wrong: string }>;
  chooseLead: string;
  leaveEmpty: string;
  asked: Told;
  /** The same where it is no mail. */
  askedThere: Told;
  tooMany: Told;
  unknown: Told;
  confirm: (page: string, address: string) => Question;
  confirmed: (page: string) => Told;
  manage: (page: string, address: string) => Question;
  saved: Told;
  end: (page: string, address: string) => Question;
  endHere: string;
  mailMeALink: string;
  ended: (page: string) => Told;
  back: string;
  confirmMail: (page: string, link: string) => Mail;
  manageMail: (page: string, link: string) => Mail;
  /** Below every mail. */
  foot: (page: string, address: string, end: string) => string;
  /** In the first mail to somebody whose subscription was taken over from elsewhere, on that day. */
  moved: (page: string, day: string) => string;
  /** One SMS each, as far as names allow. */
  confirmSms: (page: string, link: string) => string;
  manageSms: (page: string, link: string) => string;
  stopSms: string;
  affects: (names: string) => string;
  earlier: string;
  work: Record<WorkPhase, (work: WorkTold) => Mail>;
};
