// Every sentence of the screens, by area, so that another language is one more object of this shape. What the
// room itself says (facts, reviews, templates) is the room's and lives there.
import { alerting } from './alerting.ts';
import { attachments } from './attachments.ts';
import { calls } from './calls.ts';
import { checks } from './checks.ts';
import { command } from './command.ts';
import { comms } from './comms.ts';
import { desk } from './desk.ts';
import { fields } from './fields.ts';
import { hub } from './hub.ts';
import { investigation } from './investigation.ts';
import { lobby } from './lobby.ts';
import { monitors } from './monitors.ts';
import { onCall } from './on-call.ts';
import { people, roles, tasks } from './people.ts';
import { playbooks } from './playbooks.ts';
import { presence } from './presence.ts';
import { scribe } from './scribe.ts';
import { timeline } from './timeline.ts';
import { undo } from './undo.ts';
import { wallboard } from './wallboard.ts';

export const strings = {
  alerting,
  attachments,
  calls,
  checks,
  command,
  comms,
  desk,
  fields,
  hub,
  investigation,
  lobby,
  monitors,
  onCall,
  people,
  playbooks,
  presence,
  roles,
  scribe,
  tasks,
  timeline,
  undo,
  wallboard,
};
