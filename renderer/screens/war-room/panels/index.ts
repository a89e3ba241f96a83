// The panels beside the timeline. A new panel is one file and one line here.
import {
  IconActivity,
  IconBulb,
  IconChecklist,
  IconFileText,
  IconLink,
  IconPaperclip,
  IconSpeakerphone,
  IconTargetArrow,
  IconUsers,
  IconUsersGroup,
} from '@tabler/icons-react';
import { owesLastUpdate } from '#room/command/next-step.ts';
import { strings } from '../../../strings/index.ts';
import { ChecklistPanel, checklistBrief } from './checklist/checklist-panel.tsx';
import { ChecksPanel, checksBrief } from './checks/checks-panel.tsx';
import { CommsPanel, commsAlarm, commsBrief } from './comms/comms-panel.tsx';
import { FilesPanel, filesBrief } from './files-panel.tsx';
import { InvestigationPanel, investigationBrief } from './investigation/investigation-panel.tsx';
import { ImpactPanel, impactBrief } from './impact-panel.tsx';
import { LinksPanel, linksBrief } from './links-panel.tsx';
import type { Panel } from './panel.ts';
import { RolesPanel, rolesAlarm, rolesBrief } from './roles/roles-panel.tsx';
import { SummaryPanel } from './summary-panel.tsx';
import { TasksPanel, tasksAlarm, tasksBrief } from './tasks-panel.tsx';

const words = strings.panels;

export const panels = {
  roles: {
    title: words.roles,
    icon: IconUsersGroup,
    side: 'left',
    keys: 'o',
    endsWithIncident: true,
    Component: RolesPanel,
    brief: rolesBrief,
  },
  checklist: {
    title: words.checklist,
    icon: IconChecklist,
    side: 'left',
    keys: 'l',
    endsWithIncident: true,
    Component: ChecklistPanel,
    brief: checklistBrief,
  },
  tasks: {
    title: words.tasks,
    icon: IconTargetArrow,
    side: 'left',
    keys: 'w',
    endsWithIncident: true,
    hasField: true,
    Component: TasksPanel,
    brief: tasksBrief,
  },
  hypotheses: {
    title: words.investigation,
    icon: IconBulb,
    side: 'left',
    keys: 'h',
    hasField: true,
    Component: InvestigationPanel,
    brief: investigationBrief,
  },
  checks: {
    title: words.checks,
    icon: IconActivity,
    side: 'right',
    keys: 'd',
    Component: ChecksPanel,
    brief: checksBrief,
  },
  comms: {
    title: words.comms,
    icon: IconSpeakerphone,
    side: 'right',
    keys: 'u',
    endsWithIncident: (room) => !owesLastUpdate(room),
    Component: CommsPanel,
    brief: commsBrief,
  },
  impact: {
    title: words.impact,
    icon: IconUsers,
    side: 'right',
    keys: 'i',
    Component: ImpactPanel,
    brief: impactBrief,
  },
  summary: {
    title: words.summary,
    icon: IconFileText,
    side: 'right',
    keys: 'shift+u',
    hasField: true,
    Component: SummaryPanel,
  },
  links: {
    title: words.links,
    icon: IconLink,
    side: 'right',
    keys: 'b',
    hasField: true,
    Component: LinksPanel,
    brief: linksBrief,
  },
  files: {
    title: words.files,
    icon: IconPaperclip,
    side: 'right',
    keys: 'shift+f',
    Component: FilesPanel,
    brief: filesBrief,
  },
} as const satisfies Record<string, Panel>;

export type PanelName = keyof typeof panels;
/** Others see in which panel somebody is, so each one has a name there. */
strings.presence.places satisfies Record<PanelName, string>;

/** Alarms that show on a tab while its panels are hidden: late, contested or down. */
export const panelAlarms: Partial<Record<PanelName, NonNullable<Panel['brief']>>> = {
  roles: rolesAlarm,
  tasks: tasksAlarm,
  checks: checksBrief,
  comms: commsAlarm,
};

/** The default order of each side. Each person can rearrange the panels of a side. */
const panelsOn = (side: Panel['side']): readonly PanelName[] =>
  (Object.keys(panels) as PanelName[]).filter((name) => panels[name].side === side);
export const leftPanels = panelsOn('left');
export const rightPanels = panelsOn('right');
