// The people, services, schedules and policies to page, by name, and how to read a chosen or typed name. Pure.
import type { PolicyAnswer } from '#wire/api/policies.ts';
import { isEmailAddress, type AskedTarget } from '#room/facts/paging.ts';
import type { FeedSnapshot } from '#wire/feed/messages.ts';
import { findService, serviceNames } from '#room/team/services.ts';

export type PageChoice = { value: string; hint: string; target: AskedTarget };
export type PageChoiceGroup = { group: string; items: PageChoice[] };
export type NamedPolicy = Pick<PolicyAnswer, 'id' | 'name'>;

export type ChoiceWords = {
  people: string;
  services: string;
  schedules: string;
  policies: string;
  onCallFor: (service: string) => string;
  onCallIn: (schedule: string) => string;
  policy: (name: string) => string;
  onCallNow: (names: string) => string;
  noSchedule: string;
  nobodyNow: string;
};

type Known = Pick<FeedSnapshot, 'people' | 'services' | 'onCall'>;

/** Groups in display order. Each value occurs once, so that it names one target. */
export function listPageChoices(
  snapshot: Known,
  policies: readonly NamedPolicy[],
  words: ChoiceWords,
): PageChoiceGroup[] {
  const { people, services = [], onCall = [] } = snapshot;
  const names = [...services.map(({ name }) => name), ...unrecordedIn(snapshot)];
  const groups = [
    { group: words.people, items: people.map((person) => choosePerson(person, people)) },
    {
      group: words.services,
      items: names.map((name) => ({
        value: words.onCallFor(name),
        hint: sayOnCall(name, { people, services, onCall }, words),
        target: { onCallFor: name },
      })),
    },
    { group: words.schedules, items: chooseSchedules({ people, onCall }, words) },
    {
      group: words.policies,
      items: policies.map(({ id, name }) => ({
        value: words.policy(name),
        hint: '',
        target: { policy: id, name },
      })),
    },
  ];
  const seen = new Set<string>();
  const isFirst = ({ value }: PageChoice) => !seen.has(value) && seen.add(value) !== undefined;
  return groups
    .map(({ group, items }) => ({ group, items: items.filter(isFirst) }))
    .filter(({ items }) => items.length > 0);
}

/** Services that only schedules name. */
function unrecordedIn({ services = [], onCall = [] }: Known): string[] {
  return serviceNames(onCall).filter((name) => findService(services, name) === null);
}

/** People with the same name are told apart by title, otherwise by id. */
function choosePerson(person: Known['people'][number], people: Known['people']): PageChoice {
  const { id, name, contact } = person;
  const title = contact?.title ?? '';
  const isOnly = people.filter((each) => each.name === name).length === 1;
  return {
    value: isOnly ? name : `${name} (${title === '' ? id.slice(-6) : title})`,
    hint: isOnly ? title : '',
    target: { person: id, name },
  };
}

/** The schedules of no service; the others are paged by their service's name. */
function chooseSchedules({ people, onCall = [] }: Known, words: ChoiceWords): PageChoice[] {
  return onCall
    .filter(({ service }) => service === null)
    .map((duty) => ({
      value: words.onCallIn(duty.name),
      hint: sayDuties([duty], people, words),
      target: { schedule: duty.schedule, name: duty.name },
    }));
}

function sayOnCall(
  service: string,
  { people, services = [], onCall = [] }: Known,
  words: ChoiceWords,
): string {
  const record = findService(services, service);
  const isMeant = (name: string | null) =>
    name !== null && (name === service || (record !== null && findService(services, name) === record));
  const duties = onCall.filter((each) => isMeant(each.service));
  return duties.length === 0 ? words.noSchedule : sayDuties(duties, people, words);
}

function sayDuties(duties: Required<Known>['onCall'], people: Known['people'], words: ChoiceWords): string {
  const held = duties.flatMap(({ person }) => people.find(({ id }) => id === person)?.name ?? []);
  return held.length === 0 ? words.nobodyNow : words.onCallNow([...new Set(held)].join(', '));
}

/** The target of a chosen name or typed address; null when it is neither. */
export function readChoice(groups: readonly PageChoiceGroup[], value: string): AskedTarget | null {
  const wanted = value.trim().toLowerCase();
  const all = groups.flatMap(({ items }) => items);
  const found = all.find((choice) => choice.value.toLowerCase() === wanted);
  if (found) return found.target;
  // A service may be typed by its own name.
  const service = all.find(({ target }) => target.onCallFor?.toLowerCase() === wanted);
  if (service) return service.target;
  return isEmailAddress(value.trim()) ? { address: value.trim() } : null;
}
