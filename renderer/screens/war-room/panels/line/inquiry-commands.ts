// Commands of the investigation: a hypothesis, a test that could refute it, its result, and confirmations.
import { sayWhen } from '#renderer/ui/say-time.ts';
import { confidences } from '#room/facts/hypotheses.ts';
import { strings } from '../../../../strings/index.ts';
import { ready, wrong, type Command, type LineContext } from './line.ts';
import { pickNumbered } from './pick-numbered.ts';
import { readExperiment } from './read-experiment.ts';
import { readOwner, splitWord } from './words.ts';

const words = strings.line;

export const hypothesis: Command = {
  name: 'hypothesis',
  usage: '[@name] [low|medium|high] text',
  hint: words.hypothesisHint,
  parse(rest, context) {
    const given = readOwner(rest, context);
    if ('error' in given) return wrong(given.error);
    const { owner } = given;
    let { text } = given;
    const [word, after] = splitWord(text);
    const confidence = confidences.find((each) => each === word);
    if (confidence) text = after;
    if (text === '') return wrong(words.needsHypothesis);
    const says = [
      words.proposeHypothesis,
      confidence && words.withConfidence(confidence),
      owner && words.forFollowUp(owner.name),
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

const which = (command: string): string => words.whichHypothesis(command);

export const experiment: Command = {
  name: 'experiment',
  usage: '[hypothesis] [10m|14:30] text [; refuted if …]',
  hint: words.experimentHint,
  parse(rest, context) {
    const picked = pickNumbered(rest, context.hypotheses, answered(context));
    if (picked.state === 'none') return wrong(words.noHypothesisYet);
    if (picked.state === 'unclear') return wrong(which('experiment'));
    const [text = '', refutes = ''] = picked.rest.split(/;?\s*\brefuted if\b\s*/iu, 2);
    const read = readExperiment({ text: text.replace(/;\s*$/u, ''), refutes }, context.now);
    if (typeof read === 'string') return wrong(read);
    if (read === null) return wrong(words.needsExperiment);
    const until = read.due === undefined ? null : sayWhen(read.due, context.now);
    return ready(words.test(picked.item.text, until), {
      kind: 'experiment',
      target: picked.item.id,
      ...read,
    });
  },
};

const verdicts = ['supported', 'refuted', 'inconclusive'] as const;

export const finding: Command = {
  name: 'finding',
  usage: '[hypothesis] supported|refuted|inconclusive [what showed it]',
  hint: words.findingHint,
  parse(rest, context) {
    const picked = pickNumbered(rest, context.hypotheses, answered(context));
    if (picked.state === 'none') return wrong(words.noOpenHypothesis);
    if (picked.state === 'unclear') return wrong(which('finding'));
    const [word, text] = splitWord(picked.rest);
    const verdict = verdicts.find((each) => word !== '' && each.startsWith(word.toLowerCase()));
    if (!verdict) return wrong(words.badFinding(verdicts.join(', ')));
    return ready(words.isWith(picked.item.text, verdict), {
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
  hint: words.confirmHint,
  parse(rest, { observations, answers }) {
    const own = answers?.kind === 'observation' ? answers.id : null;
    const picked = pickNumbered(rest, observations, own);
    if (picked.state === 'none') return wrong(words.nothingToConfirm);
    if (picked.state === 'unclear') return wrong(words.whichObservation);
    return ready(words.confirm(picked.item.text), { kind: 'confirmed', target: picked.item.id });
  },
};
