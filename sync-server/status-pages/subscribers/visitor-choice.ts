// SP91, SP93: what a visitor chose in a form. A choice that the page does not offer is refused by its field: left out, it
// would leave fewer choices, and none means everything. Where topics have boxes, none ticked is refused for the same
// reason: nobody who unticks the last one asks for more.
import {
  hasBoxes,
  signUpTopics,
  type SignUpWay,
  type Topic,
  updateAmounts,
} from '#status-page/sign-up-ways.ts';
import { Problem } from '../../http/problem.ts';
import type { StatusPage } from '../page/records.ts';
import { addressExpected } from './address.ts';
import { phoneExpected } from './sms.ts';
import { type Choice, choiceOfTopics } from './subscriber.ts';

type ChoiceField = 'components' | 'topics' | 'updates';
export type WrongChoice = { field: ChoiceField; index: number } | { field: 'no-topic' };
type Offered = {
  topics?: readonly Topic[];
  /** Components that they chose before and that are no longer on the page: they may stay. */
  gone?: readonly string[];
};

/** The chosen components, by id or name, topics and updates; or the first choice that is not offered. */
export function readVisitorChoice(
  form: URLSearchParams,
  { settings }: StatusPage,
  { topics: offered = signUpTopics, gone = [] }: Offered = {},
): Choice | WrongChoice {
  const own = settings.components;
  const idOf = (given: string) =>
    (own.find(({ id }) => id === given) ?? own.find(({ name }) => name === given))?.id ??
    gone.find((id) => id === given);
  const components = read(form, 'components', idOf);
  if (!Array.isArray(components)) return components;
  const topics = read(form, 'topics', (given) => offered.find((each) => each === given));
  if (!Array.isArray(topics)) return topics;
  if (hasBoxes(offered) && topics.length === 0) return { field: 'no-topic' };
  const updates = read(form, 'updates', (given) => updateAmounts.find((each) => each === given));
  if (!Array.isArray(updates)) return updates;
  const isAll = own.length > 0 && own.every(({ id = '' }) => components.includes(id));
  return {
    components: components.length === 0 || isAll ? null : components,
    topics: choiceOfTopics(topics, offered),
    updates: updates[0] ?? 'all',
  };
}

/** Empty values of a field are no choice. */
function read<T>(
  form: URLSearchParams,
  field: ChoiceField,
  find: (given: string) => T | undefined,
): T[] | WrongChoice {
  const found = new Set<T>();
  for (const [index, given] of form.getAll(field).entries()) {
    if (given.trim() === '') continue;
    const one = find(given);
    if (one === undefined) return { field, index };
    found.add(one);
  }
  return [...found];
}

/** Components that a subscriber chose and that the page has no longer. */
export const goneFrom = ({ settings }: StatusPage, { components }: Pick<Choice, 'components'>): string[] =>
  (components ?? []).filter((chosen) => !settings.components.some(({ id }) => id === chosen));

/** The same for programs. */
const wrongFields = (field: string, expected: string) =>
  new Problem(400, 'The subscription is not as expected, so nothing was changed.', {
    errors: [{ field, expected }],
  });
export const wrongAddress = (way: SignUpWay) =>
  wrongFields(way === 'email' ? way : 'address', addressExpectedOf[way]);
const addressExpectedOf: Record<SignUpWay, string> = {
  email: addressExpected,
  slack: 'the address of an incoming webhook of Slack',
  teams: 'the address of an incoming webhook of Microsoft Teams',
  sms: phoneExpected,
};
export const wrongChoice = (wrong: WrongChoice) =>
  wrong.field === 'no-topic'
    ? wrongFields('topics', 'at least one topic')
    : wrongFields(
        wrong.field === 'updates' ? wrong.field : `${wrong.field}.${wrong.index}`,
        choiceExpected[wrong.field],
      );
const choiceExpected: Record<ChoiceField, string> = {
  components: 'components of this page, by id or name',
  topics: signUpTopics.join(' or '),
  updates: updateAmounts.join(' or '),
};
