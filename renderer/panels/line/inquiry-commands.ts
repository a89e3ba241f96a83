// The scientific method by keyboard: a guess, a test that could refute it, what it showed, and who else saw it.
import { sayWhen } from '#renderer/ui/say-time.ts';
import { confidences } from '#room/facts/hypotheses.ts';
import { ready, wrong, type Command, type LineContext } from './line.ts';
import { pickNumbered } from './pick-numbered.ts';
import { readExperiment } from './read-experiment.ts';
import { findPerson, splitWord } from './words.ts';

export const hypothesis: Command = {
  name: 'hypothesis',
  usage: '[@name] [low|medium|high] text',
  hint: 'A guess that a test could prove wrong',
  parse(rest, context) {
    let text = rest;
    let owner: { id: string; name: string } | null = null;
    if (text.startsWith('@')) {
      const found = findPerson(text, context);
      if ('error' in found) return wrong(found.error);
      owner = found.person;
      text = found.rest;
    }
    const [word, after] = splitWord(text);
    const confidence = confidences.find((each) => each === word);
    if (confidence) text = after;
    if (text === '') return wrong('Say what the hypothesis is after /hypothesis.');
    const says = [
      'Propose a hypothesis',
      confidence && `with ${confidence} confidence`,
      owner && `for ${owner.name} to follow up`,
    ];
    return ready(says.filter(Boolean).join(' '), {
      kind: 'hypothesis',
      text,
      ...(owner && { owner: owner.id }),
      ...(confidence && { confidence }),
    });
  },
};

const answered = ({ answers }: LineContext): string | null =>
  answers?.kind === 'hypothesis' ? answers.id : null;

const which = (command: string): string =>
  `Which hypothesis? Write its number after /${command}: the list below the line has them.`;

export const experiment: Command = {
  name: 'experiment',
  usage: '[hypothesis] [10m|14:30] text [; refuted if …]',
  hint: 'Test a hypothesis, with a time box and what would refute it',
  parse(rest, context) {
    const picked = pickNumbered(rest, context.hypotheses, answered(context));
    if (picked.state === 'none') return wrong('There is no open hypothesis: propose one with /hypothesis.');
    if (picked.state === 'unclear') return wrong(which('experiment'));
    const [text = '', refutes = ''] = picked.rest.split(/;?\s*\brefuted if\b\s*/iu, 2);
    const read = readExperiment({ text: text.replace(/;\s*$/u, ''), refutes }, context.now);
    if (read === null)
      return wrong('Say what is tried: /experiment 1 10m drain eu-2; refuted if errors stay.');
    const by = read.due === undefined ? '' : `, until ${sayWhen(read.due, context.now)}`;
    return ready(`Test “${picked.item.text}”${by}`, { kind: 'experiment', target: picked.item.id, ...read });
  },
};

const verdicts = ['supported', 'refuted', 'inconclusive'] as const;

export const finding: Command = {
  name: 'finding',
  usage: '[hypothesis] supported|refuted|inconclusive [what showed it]',
  hint: 'What a test showed of a hypothesis',
  parse(rest, context) {
    const picked = pickNumbered(rest, context.hypotheses, answered(context));
    if (picked.state === 'none') return wrong('There is no open hypothesis.');
    if (picked.state === 'unclear') return wrong(which('finding'));
    const [word, text] = splitWord(picked.rest);
    const verdict = verdicts.find((each) => word !== '' && each.startsWith(word.toLowerCase()));
    if (!verdict) return wrong(`A finding is ${verdicts.join(', ')}: /finding 1 refuted text.`);
    return ready(`“${picked.item.text}” is ${verdict}`, {
      kind: 'finding',
      target: picked.item.id,
      verdict,
      ...(text !== '' && { text }),
    });
  },
};

export const confirm: Command = {
  name: 'confirm',
  usage: '[observation]',
  hint: 'You saw it too',
  parse(rest, { observations, answers }) {
    const own = answers?.kind === 'observation' ? answers.id : null;
    const picked = pickNumbered(rest, observations, own);
    if (picked.state === 'none')
      return wrong('There is nothing that somebody else observed and you did not confirm.');
    if (picked.state === 'unclear')
      return wrong('Which observation? Write its number or its first words after /confirm.');
    return ready(`Confirm “${picked.item.text}”`, { kind: 'confirmed', target: picked.item.id });
  },
};
