// Every sentence of the screens, by area, so that another language is one more object of this shape. What the
// room itself says (facts, reviews, templates) is the room's and lives there.
import { actionItems } from './action-items.ts';
import { acts } from './acts.ts';
import { alerting } from './alerting.ts';
import { app } from './app.ts';
import { attachments } from './attachments.ts';
import { audit } from './audit.ts';
import { calls } from './calls.ts';
import { catchUp } from './catch-up.ts';
import { checklist } from './checklist.ts';
import { checks } from './checks.ts';
import { command } from './command.ts';
import { computers } from './computers.ts';
import { comms } from './comms.ts';
import { configuration } from './configuration.ts';
import { composer } from './composer.ts';
import { connection } from './connection.ts';
import { declare } from './declare.ts';
import { desk } from './desk.ts';
import { erase } from './erase.ts';
import { fields } from './fields.ts';
import { firstRun } from './first-run.ts';
import { handbook } from './handbook.ts';
import { header } from './header.ts';
import { hub } from './hub.ts';
import { incidents } from './incidents.ts';
import { insights } from './insights.ts';
import { kindSynonyms } from './kinds.ts';
import { investigation } from './investigation.ts';
import { line } from './line.ts';
import { lobby } from './lobby.ts';
import { inLocale } from './locale.ts';
import { locations } from './locations.ts';
import { meeting } from './meeting.ts';
import { monitors } from './monitors.ts';
import { nextStep } from './next-step.ts';
import { onCall } from './on-call.ts';
import { pages } from './pages.ts';
import { paging } from './paging.ts';
import { panels } from './panels.ts';
import { people, roles, tasks } from './people.ts';
import { glossary, roomSynonyms } from './glossary.ts';
import { synonyms } from './palette.ts';
import { playbooks } from './playbooks.ts';
import { practice } from './practice.ts';
import { presence } from './presence.ts';
import { push } from './push.ts';
import { record } from './record.ts';
import { replay } from './replay.ts';
import { numberPanels } from './panels-of-numbers.ts';
import { personalData } from './personal-data.ts';
import { problems } from './problems.ts';
import { recurring } from './recurring.ts';
import { reviewTemplates } from './review-templates.ts';
import { review } from './review.ts';
import { reviewCopy } from './review-copy.ts';
import { reviewLibrary } from './review-library.ts';
import { reviewHead } from './review-head.ts';
import { room } from './room.ts';
import { scheme, teamRoles, updateTexts } from './scheme.ts';
import { scribe } from './scribe.ts';
import { services } from './services.ts';
import { settings } from './settings.ts';
import { shell } from './shell.ts';
import { statusPages } from './status-pages.ts';
import { strip } from './strip.ts';
import { testPage } from './test-page.ts';
import { timeline } from './timeline.ts';
import { tokens } from './tokens.ts';
import { triage } from './triage.ts';
import { ui } from './ui.ts';
import { restrict, teams } from './restrict.ts';
import { undo } from './undo.ts';
import { wallboard } from './wallboard.ts';
import { withdraw } from './withdraw.ts';

export const strings = inLocale({
  actionItems,
  acts,
  alerting,
  app,
  attachments,
  audit,
  calls,
  catchUp,
  checklist,
  checks,
  command,
  comms,
  computers,
  configuration,
  glossary,
  synonyms,
  kindSynonyms,
  roomSynonyms,
  composer,
  connection,
  declare,
  desk,
  erase,
  fields,
  firstRun,
  handbook,
  header,
  hub,
  incidents,
  insights,
  investigation,
  line,
  lobby,
  locations,
  meeting,
  monitors,
  nextStep,
  onCall,
  pages,
  paging,
  panels,
  people,
  playbooks,
  restrict,
  teams,
  practice,
  presence,
  push,
  record,
  replay,
  review,
  numberPanels,
  personalData,
  problems,
  recurring,
  reviewTemplates,
  reviewCopy,
  reviewLibrary,
  reviewHead,
  roles,
  room,
  scheme,
  scribe,
  services,
  settings,
  shell,
  statusPages,
  strip,
  tasks,
  teamRoles,
  updateTexts,
  testPage,
  timeline,
  tokens,
  triage,
  ui,
  undo,
  wallboard,
  withdraw,
});
