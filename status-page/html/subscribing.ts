// The sign-up form, and the pages that answer it. No script: every button is a form.
import type { Language } from '../languages/index.ts';
import { type LinkPlace, subscribingWordsIn } from '../languages/subscribing/index.ts';
import { constant, type Markup, markup, textOf } from '../markup/markup.ts';
import type { PageSettings } from '../schema/page.ts';
import {
  hasBoxes,
  type Offer,
  offerTo,
  signUpTopics,
  type SignUpWay,
  type Topic,
  type UpdateAmount,
  updateAmounts,
} from '../sign-up-ways.ts';
import { limits } from '../limits.ts';
import type { PageSpeech } from './speech.ts';
import { styleOf } from './style.ts';

/** The ids of the chosen components, and the chosen topics; null means everything. */
type Chosen = {
  components: readonly string[] | null;
  topics: readonly Topic[] | null;
  updates: UpdateAmount;
};
/** `gone`: chosen components that the page has no longer. */
type Offered = Offer & { gone: readonly string[] };
/** The field whose choice the page does not offer; `no-topic`: no topic is left. */
type WrongField = 'components' | 'topics' | 'updates';
type WrongChoice = WrongField | 'no-topic';

/** The content of an answer. */
export type SubscribingAnswer =
  | { kind: 'asked' | 'asked-there' | 'too-many' | 'unknown' | 'confirmed' | 'saved' | 'ended' }
  | (Chosen & {
      /** The form again, because this field is not as expected. */
      kind: 'ask';
      wrong: 'address' | WrongChoice;
      ways: readonly SignUpWay[];
      way: SignUpWay;
      /** How telephone numbers must begin; empty: in any way. */
      codes: readonly string[];
    })
  | { kind: 'confirm'; address: string }
  /** `link`: where a link to change the choice can be sent; null when nowhere. */
  | { kind: 'end'; address: string; link: LinkPlace | null }
  | (Chosen & { kind: 'manage'; address: string; offered: Offered; wrong?: WrongChoice });

const everything: Chosen = { components: null, topics: null, updates: 'all' };
const byMail: readonly SignUpWay[] = ['email'];
export const waysOf = ({ signUpBy = byMail }: PageSpeech['view']): readonly SignUpWay[] => signUpBy;

export const subscribeHeading = ({ view, language }: PageSpeech): string => headingOf(waysOf(view), language);
function headingOf(ways: readonly SignUpWay[], language: Language): string {
  const words = subscribingWordsIn[language];
  return ways.every((way) => way === 'email') ? words.heading : words.headingOfAll;
}

/** On the first page: one field and one button; the choice of components and ways is one link away. */
export function subscribeForm(speech: PageSpeech): Markup | false {
  const { view, language, home } = speech;
  if (view.signUp === undefined) return false;
  const words = subscribingWordsIn[language];
  const ways = waysOf(view);
  const form = ways.includes('email') && signUp(view.signUp, language, { ways: byMail, chosen: false });
  const more = ways.length > 1 ? words.chooseWay : words.chooseMore;
  return markup`<section aria-labelledby="b" class="b"><h2 id="b">${subscribeHeading(speech)}</h2><p class="f">${words.lead}</p>${form}<p><a class="q" href="${home}subscribe/index.html">${form === false && ways.length === 1 ? words.submit : more}</a></p></section>`;
}

/** On its own page: the form with all ways and all components. */
export function subscribeBody({ view, language }: PageSpeech): Markup {
  const words = subscribingWordsIn[language];
  return markup`<p>${words.lead}</p>${signUp(view.signUp ?? '', language, { ways: waysOf(view), chosen: choices(view.page, language, everything, offeredBy(waysOf(view))) })}`;
}

/** `way` is selected at first. */
type Asking = { ways: readonly SignUpWay[]; way?: SignUpWay; chosen: Markup | false };

function signUp(action: string, language: Language, { ways, way, chosen }: Asking): Markup {
  const words = subscribingWordsIn[language];
  const [only] = ways;
  const field =
    ways.length === 1 && only !== undefined ? oneWay(only, language) : allWays(ways, way, language);
  return markup`<form method="post" action="${action}" class="b"><input type="hidden" name="language" value="${language}">${field}${chosen}<div class="v" aria-hidden="true"><label>${words.leaveEmpty}<input name="website" tabindex="-1" autocomplete="off"></label></div><button>${words.submit}</button></form>`;
}

function oneWay(way: SignUpWay, language: Language): Markup {
  const words = subscribingWordsIn[language];
  if (way === 'email')
    return markup`<label for="m1">${words.address}</label><input id="m1" name="email" type="email" required maxlength="${limits.address}" autocomplete="email">`;
  const { name, hint } = words.ways[way];
  return markup`<input type="hidden" name="by" value="${way}"><label for="m1">${name}<span class="f">${hint}</span></label><input id="m1" name="address" type="${way === 'sms' ? 'tel' : 'url'}" required maxlength="${limits.url}" autocomplete="${way === 'sms' ? 'tel' : 'off'}">`;
}

/** Without script, one field serves all ways; a hint beside each says what to enter. */
function allWays(ways: readonly SignUpWay[], chosen: SignUpWay | undefined, language: Language): Markup {
  const words = subscribingWordsIn[language];
  const checked = chosen ?? ways[0];
  const rows = ways.map((way) => {
    const { name, hint } = words.ways[way];
    return markup`<label><input type="radio" name="by" value="${way}" required${way === checked && markup` checked`}> ${name}<span class="f">${hint}</span></label>`;
  });
  return markup`<fieldset><legend>${words.by}</legend>${rows}</fieldset><label for="m1">${words.addressOfAll}</label><input id="m1" name="address" required maxlength="${limits.url}" autocomplete="off" autocapitalize="none" spellcheck="false">`;
}

const offeredBy = (ways: readonly SignUpWay[]): Offered => ({ ...offerTo(ways), gone: [] });

function topicChoices({ topics }: Chosen, language: Language, offered: readonly Topic[]): Markup[] {
  const words = subscribingWordsIn[language].topics;
  if (hasBoxes(offered))
    return offered.map((topic) =>
      choice('topics', topic, { label: words.each[topic], isOn: topics === null || topics.includes(topic) }),
    );
  const only = (topics?.length === 1 ? topics[0] : undefined) ?? '';
  return (['', ...signUpTopics] as const).map((topic) =>
    choice('topics', topic, {
      label: topic === '' ? words.all : words[topic],
      isOn: only === topic,
      isOneOf: true,
    }),
  );
}

/** A box, or of several one radio button. */
const choice = (
  field: WrongField,
  value: string,
  { label, isOn, isOneOf = false }: { label: string; isOn: boolean; isOneOf?: boolean },
): Markup =>
  markup`<label><input type="${isOneOf ? 'radio' : 'checkbox'}" name="${field}" value="${value}"${isOn && markup` checked`}> ${label}</label>`;

function choices(page: PageSettings, language: Language, chosen: Chosen, offered: Offered): Markup {
  const words = subscribingWordsIn[language];
  const amounts = updateAmounts.map((each) =>
    choice('updates', each, { label: words.updates[each], isOn: chosen.updates === each, isOneOf: true }),
  );
  const components = [
    ...page.components.map(({ id, name, group }) => ({
      id,
      label: group === undefined ? name : `${group}: ${name}`,
    })),
    // Left out, a choice of these alone would become one of everything.
    ...offered.gone.map((id) => ({ id, label: words.gone })),
  ].map(({ id, label }) =>
    choice('components', id, { label, isOn: chosen.components?.includes(id) === true }),
  );
  return markup`<fieldset><legend>${words.topics.legend}</legend>${topicChoices(chosen, language, offered.topics)}</fieldset>${offered.updates && markup`<fieldset><legend>${words.updates.legend}</legend>${amounts}</fieldset>`}${components.length > 0 && markup`<fieldset><legend>${words.choose}</legend><p class="f">${words.chooseLead}</p>${components}</fieldset>`}`;
}

/** One answer of the server as a whole page, in the page's colours. `action` is the target of its forms. */
export function subscribingPage(
  page: PageSettings,
  language: Language,
  { answer, action, back }: { answer: SubscribingAnswer; action: string; back: string },
): string {
  const [title, body] = say(page, language, answer, action);
  const words = subscribingWordsIn[language];
  return textOf(markup`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex">
<title>${title} · ${page.name}</title>
<style>${constant(styleOf(page.theme))}</style>
</head>
<body>
<main class="w r">
<h1>${title}</h1>
${body}
<p><a class="q" href="${back}">${words.back}</a></p>
</main>
</body>
</html>
`);
}

type Said = [title: string, body: Markup];

function say(page: PageSettings, language: Language, answer: SubscribingAnswer, action: string): Said {
  const words = subscribingWordsIn[language];
  const { name } = page;
  switch (answer.kind) {
    case 'asked':
      return told(words.asked);
    case 'asked-there':
      return told(words.askedThere);
    case 'too-many':
      return told(words.tooMany);
    case 'unknown':
      return told(words.unknown);
    case 'confirmed':
      return told(words.confirmed(name));
    case 'saved':
      return told(words.saved);
    case 'ended':
      return told(words.ended(name));
    case 'ask':
      return askAgain(page, language, answer, action);
    case 'confirm': {
      const { title, text, button } = words.confirm(name, answer.address);
      return [title, markup`<p>${text}</p>${press(action, 'confirm', button)}`];
    }
    case 'end':
      return askToEnd(page, language, answer, action);
    case 'manage':
      return askToChange(page, language, answer, action);
    default:
      return answer satisfies never;
  }
}

/** The form again, below the fault in it. */
function askAgain(
  page: PageSettings,
  language: Language,
  answer: Extract<SubscribingAnswer, { kind: 'ask' }>,
  action: string,
): Said {
  const words = subscribingWordsIn[language];
  const { ways, way, codes, wrong } = answer;
  const only = way === 'sms' && codes.length > 0 && ` ${words.smsOnly(codes.join(', '))}`;
  const fault = wrong === 'address' ? markup`${words.ways[way].wrong}${only}` : wrongChoice(wrong, language);
  return [
    headingOf(ways, language),
    markup`<p class="x" role="alert">${fault}</p>${signUp(action, language, { ways, way, chosen: choices(page, language, answer, offeredBy(ways)) })}`,
  ];
}

function askToEnd(
  page: PageSettings,
  language: Language,
  { address, link }: Extract<SubscribingAnswer, { kind: 'end' }>,
  action: string,
): Said {
  const words = subscribingWordsIn[language];
  const { title, text, button } = words.end(page.name, address);
  return [
    title,
    markup`<p>${text}</p>${press(action, 'end', button)}${link === null ? markup`<p class="f">${words.noLink}</p>` : press(action, 'link', words.sendLink[link])}`,
  ];
}

/** The present choice in the form, and the way to end it. */
function askToChange(
  page: PageSettings,
  language: Language,
  answer: Extract<SubscribingAnswer, { kind: 'manage' }>,
  action: string,
): Said {
  const words = subscribingWordsIn[language];
  const { title, text, button } = words.manage(page.name, answer.address);
  return [
    title,
    markup`<p>${text}</p>${answer.wrong !== undefined && markup`<p class="x" role="alert">${wrongChoice(answer.wrong, language)}</p>`}<form method="post" action="${action}" class="b"><input type="hidden" name="do" value="save">${choices(page, language, answer, answer.offered)}<button>${button}</button></form>${press(action, 'end', words.endHere)}`,
  ];
}

function wrongChoice(field: WrongChoice, language: Language): string {
  const words = subscribingWordsIn[language];
  if (field === 'no-topic') return words.noTopic(words.topics.legend);
  return words.wrongChoice(field === 'components' ? words.choose : words[field].legend);
}

const told = ({ title, text }: { title: string; text: string }): Said => [title, markup`<p>${text}</p>`];

const press = (action: string, what: string, button: string): Markup =>
  markup`<form method="post" action="${action}" class="b"><input type="hidden" name="do" value="${what}"><button>${button}</button></form>`;
