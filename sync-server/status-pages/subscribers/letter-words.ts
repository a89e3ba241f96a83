// The words of the letters to subscribers: of an update, and of planned work. A text for many readers is made once.
import type { Letter } from '../../delivery/outbox/letter.ts';
import type { Language } from '#status-page/languages/index.ts';
import type { WorkPhase } from '#status-page/languages/subscribing/index.ts';
import type { ToldTurn } from '#status-page/mail/mail.ts';
import type { StatusPage } from '../page/records.ts';
import type { StatusPageInput } from '../page/whole-page.ts';

const keptTexts = 60;

/** A notice of planned work. */
export type WorkNotice = {
  page: string;
  phase: WorkPhase;
  turn: ToldTurn;
  title: Record<string, string>;
  components: readonly string[];
};

type Words = { subject: string; text: string; thread?: string; calendar?: string };
/** Null when there is nothing to tell any more. */
export type MakeWords = (letter: Letter, page: StatusPage, language: Language) => Promise<Words | null>;

type Options = { input: (page: StatusPage) => Promise<StatusPageInput> };

export function makeLetterWords({ input }: Options): Record<'update' | 'work', MakeWords> {
  const once = rememberTexts();
  const viewOf = async (page: StatusPage) => {
    const whole = await import('../page/whole-page.ts');
    return { whole, view: whole.viewPage(await input(page)) };
  };
  return {
    update: ({ payload }, page, language) => {
      const { update, isWhole } = payload as { update: string; isWhole: boolean };
      return once(`${page.id} ${page.version} ${update} ${language} ${isWhole}`, async () => {
        const { whole, view } = await viewOf(page);
        const said = whole.updateMail(view, language, { update, isWhole });
        return said && { ...said, thread: `incident-${said.incident}-${page.id}` };
      });
    },
    work: ({ key, payload }, page, language) => {
      const { phase, turn, title, components } = payload as WorkNotice;
      const name = key.slice(0, key.lastIndexOf(':'));
      return once(`${page.id} ${page.version} ${name} ${language}`, async () => {
        const { whole, view } = await viewOf(page);
        const said = whole.workMail(view, language, { phase, turn, title, components });
        return { ...said, thread: `work-${turn.id}-${page.id}` };
      });
    },
  };
}

/** Keeps the latest texts; one that could not be made is forgotten. */
function rememberTexts() {
  const texts = new Map<string, Promise<Words | null>>();
  return (key: string, make: () => Promise<Words | null>): Promise<Words | null> => {
    const known = texts.get(key) ?? make();
    texts.set(key, known);
    if (texts.size > keptTexts) texts.delete(texts.keys().next().value ?? '');
    known.catch(() => texts.delete(key));
    return known;
  };
}
