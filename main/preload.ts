// The one door between the renderer and the desktop, built from the names in bridge.ts. Sandboxed: it may
// require electron and nothing else, and it exposes no channel, only questions.
import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron';
import { bridgeQuestions, type Announcements, type Answered } from './bridge.ts';

async function ask(question: string, choice: unknown): Promise<unknown> {
  const answered = (await ipcRenderer.invoke(`ask:${question}`, choice)) as Answered;
  // A rejection from invoke would carry the channel's name; this is the message as written for the person.
  if (!answered.ok) throw new Error(answered.message);
  return answered.answer;
}

function listen(channel: string, listener: (news: never) => void): () => void {
  const receive = (_event: IpcRendererEvent, news: unknown) => listener(news as never);
  ipcRenderer.on(channel, receive);
  return () => ipcRenderer.off(channel, receive);
}

const announcements = {
  onDestination: (listener) => {
    const stop = listen('tell:destination', listener);
    ipcRenderer.send('tell:listening'); // what was to be opened before we listened comes now
    return stop;
  },
  onSession: (listener) => listen('tell:session', listener),
  onDesk: (listener) => listen('tell:desk', listener),
  onSettings: (listener) => listen('tell:settings', listener),
  onScribe: (listener) => listen('tell:scribe', listener),
  onNote: (listener) => {
    const stop = listen('tell:note', listener);
    ipcRenderer.send('tell:scribe-listening'); // lines that came before we listened come now
    return stop;
  },
  onSound: (listener) => listen('tell:sound', listener),
} satisfies Announcements;

const questions = Object.fromEntries(
  bridgeQuestions.map((question) => [question, (choice: unknown) => ask(question, choice)]),
);
contextBridge.exposeInMainWorld('muster', { ...questions, ...announcements });
