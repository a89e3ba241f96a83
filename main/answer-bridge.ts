// Registers the answers to the renderer's questions. Arguments are validated only here. Questions are accepted only
// from the top frame of our own window showing our own page (DE2).
import { ipcMain, type IpcMainEvent, type IpcMainInvokeEvent } from 'electron';
import { z } from 'zod';
import { copyQuery } from '#room/pir/copies/copy-choice.ts';
import { isUlid } from '#room/facts/ulid.ts';
import { bridgeQuestions, type Answered, type Bridge } from './bridge.ts';
import { reviewFormats } from './files/save-review.ts';
import { settingsChangeSchema } from './settings.ts';
import { strings } from './strings.ts';

const nothing = z.unknown().transform(() => undefined);
const name = z.string().trim().min(1, 'a name').max(120, 'a name of at most 120 characters');

const choices = {
  session: nothing,
  suggestedName: nothing,
  startHere: z.object({ name }),
  joinTeam: z.object({ link: z.string().max(2_000), name }),
  joinHub: z.object({ link: z.string().max(2_000) }),
  leaveHub: z.object({ url: z.string().max(2_000) }),
  settings: nothing,
  changeSettings: settingsChangeSchema,
  about: nothing,
  saveReview: z.object({
    incident: z.string().refine(isUlid, 'an incident id'),
    format: z.enum(reviewFormats),
    copy: copyQuery.optional(),
  }),
  openRecord: nothing,
  openExternal: z.url({ protocol: /^(https?|mailto)$/ }),
  desk: nothing,
  answerPage: z.object({ page: z.string().max(200), answer: z.enum(['acknowledge', 'decline']) }),
  mute: z.object({
    service: z.string().min(1).max(120),
    hours: z.union([z.literal(0), z.literal(1), z.literal(4), z.literal(8)]),
  }),
  closeScribe: nothing,
  resizeScribe: z.object({ height: z.number().int().min(40).max(600) }),
  captureScreen: nothing,
  readClipboard: nothing,
  noteDone: z.object({ id: z.string().max(60), ok: z.boolean(), says: z.string().max(2_000) }),
} satisfies Record<keyof Bridge, z.ZodType>;

export type Door = {
  isTrusted: (event: IpcMainInvokeEvent | IpcMainEvent) => boolean;
  /** DE19: whether this page may read the screen or the clipboard at this moment. */
  maySeeOutside: (event: IpcMainInvokeEvent) => boolean;
  log: (line: string) => void;
};

/** Questions that give a page data from outside Muster. */
const outside: ReadonlySet<keyof Bridge> = new Set(['captureScreen', 'readClipboard']);

export function answerBridge(answers: Bridge, door: Door) {
  for (const question of bridgeQuestions) {
    const answer = answers[question] as (choice: unknown) => Promise<unknown>;
    ipcMain.handle(`ask:${question}`, async (event, raw: unknown): Promise<Answered> => {
      if (!door.isTrusted(event)) return drop(door, question, event);
      if (outside.has(question) && !door.maySeeOutside(event)) {
        door.log(`refused ${question}: nobody pressed anything in the scribe bar`);
        return { ok: false, message: strings.pressFirst };
      }
      const choice = choices[question].safeParse(raw);
      if (!choice.success) return { ok: false, message: `${question}: ${z.prettifyError(choice.error)}` };
      try {
        return { ok: true, answer: await answer(choice.data) };
      } catch (error) {
        door.log(`${question}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
        return { ok: false, message: error instanceof Error ? error.message : String(error) };
      }
    });
  }
}

function drop({ log }: Door, question: string, event: IpcMainInvokeEvent): Answered {
  log(`dropped ${question} from ${event.senderFrame?.url ?? 'a frame that is gone'}`);
  return { ok: false, message: 'not for this page' };
}
