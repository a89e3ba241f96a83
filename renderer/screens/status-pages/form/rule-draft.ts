// SP140: the rules of a page as its form edits them.
import type { Texts } from '#wire/api/status-pages.ts';
import { ownText, withOwnText } from './own-text.ts';

export type RuleDraft = {
  /** Identifies the row in the form. */
  key: number;
  name: string;
  /** Ids of components, or names where one has no id yet; empty: all that a monitor measures. */
  components: readonly string[];
  /** '' for the default. */
  afterMinutes: number | '';
  title: string;
  body: string;
  /** '' when people say that it is over. */
  resolved: string;
  /** The texts as they were read, with their other languages. */
  before: { title?: Texts; body?: Texts; resolved?: Texts };
};

type Named = { name: string; rest: Readonly<Record<string, unknown>> };

/** The value by which a rule names a component. */
export const componentKey = ({ name, rest }: Named): string =>
  typeof rest['id'] === 'string' ? rest['id'] : name.trim();

export function rulesOf(given: unknown, components: readonly Named[]): RuleDraft[] {
  if (!Array.isArray(given)) return [];
  return given.map((each: Record<string, unknown>, key): RuleDraft => {
    const text = (name: string) => (each[name] === undefined ? undefined : (each[name] as Texts));
    const [title, body, resolved] = [text('title'), text('body'), text('resolved')];
    const listed = Array.isArray(each['components']) ? each['components'].map(String) : [];
    return {
      key,
      name: String(each['name']),
      components: listed.map((one) => {
        const found = components.find(({ name }) => name === one);
        return found === undefined ? one : componentKey(found);
      }),
      afterMinutes: typeof each['afterMinutes'] === 'number' ? each['afterMinutes'] : '',
      title: ownText(title),
      body: ownText(body),
      resolved: ownText(resolved),
      before: {
        ...(title !== undefined && { title }),
        ...(body !== undefined && { body }),
        ...(resolved !== undefined && { resolved }),
      },
    };
  });
}

export function withRule(rules: readonly RuleDraft[], words: Pick<RuleDraft, 'title' | 'body' | 'resolved'>) {
  const key = Math.max(-1, ...rules.map((each) => each.key)) + 1;
  return [...rules, { key, name: '', components: [], afterMinutes: '' as const, ...words, before: {} }];
}

/** The rules to send; nothing when there are none. */
export function rulesBody(rules: readonly RuleDraft[]): { rules?: readonly Record<string, unknown>[] } {
  if (rules.length === 0) return {};
  return {
    rules: rules.map(({ name, components, afterMinutes, title, body, resolved, before }) => ({
      name: name.trim(),
      ...(components.length > 0 && { components }),
      ...(afterMinutes !== '' && { afterMinutes }),
      title: withOwnText(before.title, title),
      body: withOwnText(before.body, body),
      ...(resolved.trim() !== '' && { resolved: withOwnText(before.resolved, resolved) }),
    })),
  };
}
