// Things the palette finds by name: incidents, monitors, services, schedules and people, from the feed.
import type { SpotlightActionGroupData } from '@mantine/spotlight';
import type { FeedSnapshot } from '#wire/feed/messages.ts';
import { isOpen, orderByNeed, recentlyOver } from '../state/incident-order.ts';
import { markChecks, markOf } from '../state/check-marks.ts';
import { go } from '../state/router.ts';
import { strings } from '../strings/index.ts';
import { SeverityMark } from '../ui/severity-mark.tsx';
import { StateMark } from '../ui/state-mark.tsx';
import { checkStatusWords, standingWords } from '../ui/status-words.ts';

const overShown = 100;

export function incidentGroup({ incidents }: FeedSnapshot, me: string): SpotlightActionGroupData {
  const ordered = [...orderByNeed(incidents, me), ...recentlyOver(incidents, overShown)];
  return {
    group: strings.shell.incidents,
    actions: ordered.map((incident) => ({
      id: incident.id,
      label: incident.title,
      description: `${incident.number ?? strings.shell.notNumberedYet}${incident.service ? `, ${incident.service}` : ''}`,
      leftSection: (
        <SeverityMark
          severity={incident.severity}
          isSet={incident.severityIsSet}
          isOver={!isOpen(incident)}
        />
      ),
      rightSection: (
        <span className="label">
          {isOpen(incident) || incident.withdrawn ? standingWords(incident) : strings.shell.over}
        </span>
      ),
      onClick: () => go({ screen: 'room', incident: incident.id }),
    })),
  };
}

export function monitorGroup({ monitors, incidents }: FeedSnapshot): SpotlightActionGroupData {
  return {
    group: strings.monitors.title,
    // Failing monitors first.
    actions: markChecks(monitors, incidents).map(({ monitor, ...mark }) => ({
      id: `monitor-${monitor.id}`,
      label: monitor.name,
      description: monitor.service ?? '',
      leftSection: <StateMark {...markOf({ monitor, ...mark })} />,
      rightSection: <span className="label">{checkStatusWords(monitor.status)}</span>,
      onClick: () => go({ screen: 'monitors', monitor: monitor.id }),
    })),
  };
}

export function serviceGroup({ services = [] }: FeedSnapshot): SpotlightActionGroupData[] {
  if (services.length === 0) return [];
  return [
    {
      group: strings.services.title,
      actions: services.map(({ id, name, aliases }) => ({
        id: `service-${id}`,
        label: name,
        keywords: [...aliases],
        onClick: () => go({ screen: 'services', service: id }),
      })),
    },
  ];
}

export function problemGroup({ problems = [], monitors }: FeedSnapshot): SpotlightActionGroupData[] {
  if (problems.length === 0) return [];
  return [
    {
      group: strings.problems.title,
      actions: problems.map(({ id, name, state, cause, check, workaround }) => ({
        id: `problem-${id}`,
        label: name,
        rightSection: <span className="label">{strings.problems.states[state]}</span>,
        keywords: [cause, monitors.find((each) => each.id === check)?.name, workaround].filter(
          (word) => typeof word === 'string',
        ),
        onClick: () => go({ screen: 'problems', problem: id }),
      })),
    },
  ];
}

export function scheduleGroup({ onCall = [] }: FeedSnapshot): SpotlightActionGroupData[] {
  if (onCall.length === 0) return [];
  return [
    {
      group: strings.onCall.title,
      actions: onCall.map(({ schedule, name, service }) => ({
        id: `schedule-${schedule}`,
        label: name,
        description: service ?? '',
        onClick: () => go({ screen: 'on-call', schedule }),
      })),
    },
  ];
}

export function peopleGroup({ people }: FeedSnapshot): SpotlightActionGroupData {
  return {
    group: strings.shell.people,
    actions: people.map(({ id, name, role }) => ({
      id: `person-${id}`,
      label: name,
      rightSection: <span className="label">{strings.shell.roles[role]}</span>,
      onClick: () => go({ screen: 'settings', section: 'people' }),
    })),
  };
}
