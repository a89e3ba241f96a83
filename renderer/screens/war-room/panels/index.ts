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
    keys: 'o',
    endsWithIncident: true,
    Component: RolesPanel,
    brief: rolesBrief,
  },
  checklist: {
    title: words.checklist,
    icon: IconChecklist,
    keys: 'l',
    endsWithIncident: true,
    Component: ChecklistPanel,
    brief: checklistBrief,
  },
  tasks: {
    title: words.tasks,
    icon: IconTargetArrow,
    keys: 'w',
    endsWithIncident: true,
    hasField: true,
    Component: TasksPanel,
    brief: tasksBrief,
  },
  hypotheses: {
    title: words.investigation,
    icon: IconBulb,
    keys: 'h',
    hasField: true,
    Component: InvestigationPanel,
    brief: investigationBrief,
  },
  comms: {
    title: words.comms,
    icon: IconSpeakerphone,
    keys: 'u',
    endsWithIncident: (room) => !owesLastUpdate(room),
    Component: CommsPanel,
    brief: commsBrief,
  },
  checks: {
    title: words.checks,
    icon: IconActivity,
    keys: 'd',
    Component: ChecksPanel,
    brief: checksBrief,
  },
  impact: { title: words.impact, icon: IconUsers, keys: 'i', Component: ImpactPanel, brief: impactBrief },
  summary: {
    title: words.summary,
    icon: IconFileText,
    keys: 'shift+u',
    hasField: true,
    Component: SummaryPanel,
  },
  links: {
    title: words.links,
    icon: IconLink,
    keys: 'b',
    hasField: true,
    Component: LinksPanel,
    brief: linksBrief,
  },
  files: {
    title: words.files,
    icon: IconPaperclip,
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

/** The default side and order. Each person can rearrange the panels of a side. */
export const leftPanels: readonly PanelName[] = ['roles', 'checklist', 'tasks', 'hypotheses'];
export const rightPanels: readonly PanelName[] = ['checks', 'comms', 'impact', 'summary', 'links', 'files'];
