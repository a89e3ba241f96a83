import { strings } from '../strings/index.ts';
import type { Route } from './router.ts';

const titles: Readonly<Record<Route['screen'], string>> = {
  lobby: strings.shell.lobby,
  room: strings.shell.incident,
  wallboard: strings.shell.theWallboard,
  triage: strings.triage.title,
  insights: strings.insights.title,
  practice: strings.practice.title,
  record: strings.record.title,
  'action-items': strings.actionItems.title,
  services: strings.services.title,
  problems: strings.problems.title,
  'recurring-tasks': strings.recurring.title,
  'review-templates': strings.reviewTemplates.title,
  'status-pages': strings.statusPages.title,
  reviews: strings.reviewLibrary.title,
  incidents: strings.incidents.title,
  playbooks: strings.playbooks.title,
  handbook: strings.handbook.title,
  monitors: strings.monitors.title,
  'on-call': strings.onCall.title,
  settings: strings.shell.settings,
};

/** What a screen is called, in the header and while it loads. */
export const screenTitle = ({ screen }: Route): string => titles[screen];
