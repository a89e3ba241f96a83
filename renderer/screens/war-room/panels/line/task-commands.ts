import { sayLength, sayWhen, shownCalendar } from '#renderer/ui/say-time.ts';
import { repeatLimits } from '#room/facts/tasks.ts';
import { readDue, splitDue, splitEvery } from '#room/time/typed-time.ts';
import { strings } from '../../../../strings/index.ts';
import { ready, wrong, type Command } from './line.ts';
import { pickNumbered } from './pick-numbered.ts';
import { readOwner } from './words.ts';

const words = strings.line;

export const task: Command = {
  name: 'task',
  usage: '[@name] [10m|14:30] text [every 10m]',
  hint: words.taskHint,
  parse(rest, context) {
    const given = readOwner(rest, context);
    if ('error' in given) return wrong(given.error);
    const { owner } = given;
    let { text } = given;
    const box = splitDue(text);
    const read = box && readDue(box.time, context.now, shownCalendar);
    if (read && 'wrong' in read) return wrong(read.wrong);
    if (box && read) text = box.rest;
    const repeat = splitEvery(text);
    if (repeat !== null) text = repeat.text;
    if (text === '') return wrong(words.needsTask);
    if (repeat !== null && !isRepeat(repeat)) return wrong(words.repeatLimits);
    const due = read?.at ?? (repeat === null ? null : context.now + repeat.everyMs);
    const says = [
      words.addTask,
      owner && words.forWith(owner.name),
      repeat !== null && words.every(sayLength(repeat.everyMs)),
      due !== null && words.due(sayWhen(due, context.now)),
    ];
    return ready(says.filter(Boolean).join(' '), {
      kind: 'task',
      text,
      ...(owner && { owner: owner.id }),
      ...(due !== null && { due }),
      ...(repeat !== null && { everyMs: repeat.everyMs }),
    });
  },
};

const isRepeat = ({ everyMs }: { everyMs: number }): boolean =>
  everyMs >= repeatLimits.shortestMs && everyMs <= repeatLimits.longestMs;

function closing(name: 'done' | 'accept', kind: 'task-done' | 'task-accepted', hint: string): Command {
  const verb = name === 'done' ? words.finish : words.accept;
  return {
    name,
    usage: '[task]',
    hint,
    parse(rest, { tasks, answers }) {
      const picked = pickNumbered(rest, tasks, answers?.kind === 'task' ? answers.id : null);
      if (picked.state === 'none') return wrong(words.noOpenTask);
      if (picked.state === 'unclear') return wrong(words.whichTask(name));
      const { id, text, repeats } = picked.item;
      const turn = kind === 'task-done' ? repeats?.turn : undefined;
      return ready(`${verb} “${text}”`, { kind, target: id, ...(turn !== undefined && { turn }) });
    },
  };
}

export const done = closing('done', 'task-done', words.finishTask);
export const accept = closing('accept', 'task-accepted', words.acceptTaskHint);
