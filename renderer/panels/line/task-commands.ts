import { sayWhen, shownCalendar } from '#renderer/ui/say-time.ts';
import { readDue, splitDue } from '#room/typed-time.ts';
import { strings } from '../../strings/index.ts';
import { ready, wrong, type Command } from './line.ts';
import { pickNumbered } from './pick-numbered.ts';
import { findPerson } from './words.ts';

const words = strings.line;

export const task: Command = {
  name: 'task',
  usage: '[@name] [10m|14:30] text',
  hint: words.askSomebodyFor,
  parse(rest, context) {
    let text = rest;
    let owner: { id: string; name: string } | null = null;
    if (text.startsWith('@')) {
      const found = findPerson(text, context);
      if ('error' in found) return wrong(found.error);
      owner = found.person;
      text = found.rest;
    }
    const box = splitDue(text);
    const read = box && readDue(box.time, context.now, shownCalendar);
    if (read && 'wrong' in read) return wrong(read.wrong);
    const due = read?.at ?? null;
    if (box && due !== null) text = box.rest;
    if (text === '') return wrong(words.sayWhatDo);
    const says = [
      words.addTask,
      owner && words.forWith(owner.name),
      due !== null && words.due(sayWhen(due, context.now)),
    ];
    return ready(says.filter(Boolean).join(' '), {
      kind: 'task',
      text,
      ...(owner && { owner: owner.id }),
      ...(due !== null && { due }),
    });
  },
};

function closing(name: 'done' | 'accept', kind: 'task-done' | 'task-accepted', hint: string): Command {
  const verb = name === 'done' ? words.finish : words.accept;
  return {
    name,
    usage: '[task]',
    hint,
    parse(rest, { tasks, answers }) {
      const picked = pickNumbered(rest, tasks, answers?.kind === 'task' ? answers.id : null);
      if (picked.state === 'none') return wrong(words.thereNoOpenTask);
      if (picked.state === 'unclear') return wrong(words.whichTaskWrite(name));
      return ready(`${verb} “${picked.item.text}”`, { kind, target: picked.item.id });
    },
  };
}

export const done = closing('done', 'task-done', words.finishTask);
export const accept = closing('accept', 'task-accepted', words.takeOnTask);
