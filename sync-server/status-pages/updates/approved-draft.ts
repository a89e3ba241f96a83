// CM3: only text approved in the room, as this server has it, is published from there.
import { hashOf } from '#room/comms/hash.ts';
import { splitHeadline } from '#room/comms/render.ts';
import { approvedText, draftStanding } from '#room/comms/standing.ts';
import { Problem } from '../../http/problem.ts';
import type { Incidents } from '../../incidents/incidents.ts';

export type ApprovedDraft = {
  draft: string;
  hash: string;
  headline: string;
  text: string;
  rendered: string;
  approval: string;
};

const refuse = (field: string, expected: string) =>
  new Problem(409, `Nothing was published: expected ${expected}.`, { errors: [{ field, expected }] });

/** Throws a Problem if it was not approved as the sender saw it, or the room is a drill. */
export async function approvedDraft(
  { incidents }: { incidents: Incidents },
  { incident, draft, hash }: { incident: string | undefined; draft: string; hash: string | undefined },
): Promise<ApprovedDraft> {
  if (incident === undefined || !incidents.knows(incident))
    throw refuse('incident', 'the id of the incident in whose room the draft is');
  const found = await incidents.look(incident, (_doc, open) => {
    const room = open.room();
    const known = room.drafts.find((each) => each.draft === draft);
    if (known === undefined) return null;
    return {
      isDrill: room.drill,
      standing: draftStanding(known, open.text(`draft/${draft}`).toJSON(), room),
    };
  });
  if (!found) throw refuse('draft', 'a draft that this server has');
  if (found.isDrill) throw refuse('incident', 'an incident that is no drill: customers read no drills');
  const { standing } = found;
  if (hash !== undefined && hash !== standing.hash)
    throw refuse('hash', 'the text as you saw it: it changed, or yours has not arrived here yet');
  const approval = 'approval' in standing && standing.state !== 'stale' ? standing.approval : null;
  if (approval === null) throw refuse('draft', 'a text that is approved as it stands now');
  const rendered = standing.rendered.text;
  return { draft, hash: standing.hash, ...wordsOf(rendered), rendered, approval: approval.id };
}

/**
 * SP112: the text that a desktop published while this server was away. The draft may have changed since: this exact
 * text must have been approved. Throws a Problem if it was not, or if the room has not arrived here yet.
 */
export async function publishedDraft(
  { incidents }: { incidents: Incidents },
  { incident, draft, hash }: { incident: string | undefined; draft: string; hash: string | undefined },
): Promise<ApprovedDraft> {
  if (incident === undefined || !incidents.knows(incident))
    throw refuse('incident', 'the id of an incident whose room has arrived here');
  const room = await incidents.look(incident, (_doc, open) => open.room());
  if (room?.drill === true)
    throw refuse('incident', 'an incident that is no drill: customers read no drills');
  const known = room?.drafts.find((each) => each.draft === draft);
  const approval = known?.approvals.find((each) => each.hash === hash);
  if (known === undefined || approval === undefined)
    throw refuse(
      'hash',
      'the hash of a text that was approved in the room, and whose approval has arrived here',
    );
  const copy = known.sent.find((each) => hashOf(each.text) === approval.hash)?.text;
  const rendered = approvedText(approval) ?? copy;
  if (rendered === undefined) throw refuse('draft', 'a draft whose approved text has arrived here');
  return { draft, hash: approval.hash, ...wordsOf(rendered), rendered, approval: approval.id };
}

function wordsOf(rendered: string): { headline: string; text: string } {
  const { headline, body } = splitHeadline(rendered);
  return { headline, text: body === '' ? headline : body };
}
