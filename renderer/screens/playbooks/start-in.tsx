import { useState } from 'react';
import { Button, Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { IncidentSummary } from '#room/feed/feed.ts';
import type { LibraryPlaybook } from '#room/playbooks/library.ts';
import { startChecklist } from '#room/playbooks/start-checklist.ts';
import { sayProblem, useApi } from '../../server/api.ts';
import { orderByNeed } from '../../state/incident-order.ts';
import { useFeed } from '../../server/feed.tsx';
import { onward } from '../../state/router.ts';
import { useSession } from '../../server/session.tsx';
import { strings } from '../../strings/index.ts';
import { Kbd } from '../../ui/kbd.tsx';
import { useKeys } from '../../ui/keys.tsx';

const words = strings.playbooks;
/** The holders of roles are known only inside the room. */
const nobody = () => null;

/** PB5: starts the playbook in an open incident and goes there; asks which one when there are several. */
export function StartIn({ playbook }: { playbook: LibraryPlaybook }) {
  const { canWrite, me } = useSession();
  const { snapshot } = useFeed();
  const [isOpen, setOpen] = useState(false);
  const { busy, begin } = useBeginning(playbook);
  const open = orderByNeed(snapshot?.incidents ?? [], me.id);
  const [first] = open;
  const isOffered = canWrite && first !== undefined && playbook.steps.length > 0;
  const start = () => {
    if (first === undefined) return;
    if (open.length > 1) setOpen(true);
    else void begin(first);
  };
  useKeys(isOffered ? { s: { run: start, label: words.start, group: words.title } } : {});
  if (!isOffered) return null;
  return (
    <Menu opened={isOpen} onChange={setOpen} position="bottom-start" width={360}>
      <Menu.Target>
        <Button
          size="compact-sm"
          variant="filled"
          loading={busy}
          onClick={start}
          rightSection={<Kbd keys="s" />}
        >
          {open.length > 1 ? words.start : words.startIn(nameOf(first))}
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={420} style={{ overflowY: 'auto' }}>
        {open.map((incident) => (
          <Menu.Item key={incident.id} onClick={() => void begin(incident)}>
            {nameOf(incident)} {incident.number === null ? '' : incident.title}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** Writes the checklist into an incident's room and goes there. */
function useBeginning(playbook: LibraryPlaybook) {
  const api = useApi();
  const [busy, setBusy] = useState(false);
  const begin = async ({ id }: IncidentSummary) => {
    const goOn = onward();
    setBusy(true);
    try {
      await api.post(`/incidents/${id}/facts`, startChecklist(playbook, nobody));
      goOn({ screen: 'room', incident: id });
    } catch (error) {
      notifications.show({ title: words.notStarted, message: sayProblem(error), autoClose: 8_000 });
      setBusy(false);
    }
  };
  return { busy, begin };
}

const nameOf = ({ number, title }: IncidentSummary): string => number ?? title;
