// The practice API: answers a room's requests without a server, with a channel that reaches nobody and one check. It
// refuses all other requests with a message. Nothing leaves the window.
import { audiences } from '#room/team/audiences.ts';
import { decideSend } from '#room/comms/send.ts';
import { isDraft } from '#room/facts/fact.ts';
import type { OpenRoom, Pen } from '#room/log/room.ts';
import { ApiProblem, type Api } from '../../server/http.ts';
import { strings } from '../../strings/index.ts';
import type { Order } from '../war-room/panels/comms/use-sending.ts';
import { practiceMonitor } from './script.ts';

const words = strings.practice;
const channel = { id: 'practice', name: words.channel, kind: 'webhook', paused: false, audiences };

type Practised = { id: string; room: OpenRoom; pen: Pen; measure: () => void };

export function createPracticeApi({ id, room, pen, measure }: Practised): Api {
  const copies: object[] = [];
  const read = (path: string): unknown => {
    if (path === '/channels') return { items: [channel] };
    if (path === `/deliveries?incident=${id}`) return { items: [...copies] };
    throw refusal(words.onlyReal);
  };
  const write = (path: string, body: unknown): unknown => {
    if (path === `/incidents/${id}/updates`) {
      copies.unshift(sendUpdate(body as Order, { room, pen }));
      return undefined;
    }
    const drafts = [body].flat();
    if (path === `/incidents/${id}/facts` && drafts.every(isDraft))
      return { items: room.append(drafts, pen) };
    if (path === `/monitors/${practiceMonitor}/run`) return measure();
    throw refusal(words.onlyReal);
  };
  return {
    url: (path) => `practice:${path}`,
    fetch: async (path) => Response.json(read(path)),
    get: async (path) => Response.json(read(path)).json(),
    getTagged: async (path) => ({ value: await Response.json(read(path)).json(), etag: null }),
    post: async (path, body) => Response.json(write(path, body) ?? null).json(),
    put: refuse,
    delete: refuse,
    upload: refuse,
  };
}

/** Writes the sending into the room and returns its delivery. */
function sendUpdate(order: Order, { room, pen }: Pick<Practised, 'room' | 'pen'>): object {
  const draft = room.room().drafts.find((each) => each.draft === order.draft);
  const text = room.text(`draft/${order.draft}`).toJSON();
  const request = { text, room: room.room(), channel: 'short' as const, label: channel.name };
  const decided = draft && decideSend({ ...request, draft, override: order.override || null });
  if (!decided?.ok) throw refusal(words.onlyReal);
  const delivery = pen.makeId();
  room.append({ ...decided.fact, delivery }, pen);
  return {
    id: delivery,
    channel: channel.id,
    channelName: channel.name,
    state: 'sent',
    reason: null,
    update: { draft: order.draft, hash: order.hash },
    attempts: [{ at: pen.now() }],
    createdAt: pen.now(),
  };
}

const refusal = (detail: string) => new ApiProblem({ status: 410, title: words.title, detail });
const refuse = () => Promise.reject(refusal(words.onlyReal));
