// The list of every kind of fact. A new kind is one entry in a family file, or one new file and one line here.
import { accessKinds } from './access.ts';
import { actionKinds } from './actions.ts';
import { checkKinds } from './checks.ts';
import { checklistKinds } from './checklists.ts';
import { commsKinds } from './comms.ts';
import { correctionKinds } from './corrections.ts';
import { hypothesisKinds } from './hypotheses.ts';
import { incidentKinds } from './incident.ts';
import { noteKinds } from './notes.ts';
import { pagingKinds } from './paging.ts';
import { reviewKinds } from './review.ts';
import { roleKinds } from './roles.ts';
import { taskKinds } from './tasks.ts';

export const kinds = {
  ...incidentKinds,
  ...accessKinds,
  ...roleKinds,
  ...checkKinds,
  ...pagingKinds,
  ...noteKinds,
  ...actionKinds,
  ...hypothesisKinds,
  ...taskKinds,
  ...checklistKinds,
  ...commsKinds,
  ...reviewKinds,
  ...correctionKinds,
};
