// The only interface between the renderer and the desktop, built from the names in bridge.ts. It is sandboxed: it
// can only require electron, and it exposes questions, not IPC channels.
import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron';
import { bridgeQuestions, type Announcements, type Answered } from './bridge.ts';

async function ask(question: string, choice: unknown): Promise<unknown> {
  const answered = (await ipcRenderer.invoke(`ask:${question}`, choice)) as Answered;
  // A rejection of invoke would include the channel's name; this is the message for the person.
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
    ipcRenderer.send('tell:listening'); // requests the destination that was waiting
    return stop;
  },
  onSession: (listener) => listen('tell:session', listener),
  onDesk: (listener) => listen('tell:desk', listener),
  onSettings: (listener) => listen('tell:settings', listener),
  onScribe: (listener) => listen('tell:scribe', listener),
  onNote: (listener) => {
    const stop = listen('tell:note', listener);
    ipcRenderer.send('tell:scribe-listening'); // requests the lines that were waiting
    return stop;
  },
  onSound: (listener) => listen('tell:sound', listener),
} satisfies Announcements;

const questions = Object.fromEntries(
  bridgeQuestions.map((question) => [question, (choice: unknown) => ask(question, choice)]),
);
contextBridge.exposeInMainWorld('muster', { ...questions, ...announcements });
