import { useState } from 'react';
import { Menu } from '@mantine/core';
import { useRoom } from '#renderer/room/room-provider.tsx';
import { useKeys } from '#renderer/ui/keys.tsx';
import { Kbd } from '#renderer/ui/kbd.tsx';
import type { Room } from '#room/incident.ts';
import parts from '../parts.module.css';
import { useWriter } from '../use-writer.ts';
import { ChecklistView } from './checklist-view.tsx';
import { shippedPlaybooks } from './playbooks.ts';

export function ChecklistPanel() {
  const { checklists } = useRoom();
  return (
    <>
      {checklists.length === 0 && (
        <p className={parts.hint}>
          No checklist yet. Start one from a playbook, and tick its steps together.
        </p>
      )}
      {checklists.map((checklist) => (
        <ChecklistView key={checklist.id} checklist={checklist} />
      ))}
      <StartChecklist />
    </>
  );
}

function StartChecklist() {
  const { canWrite, write } = useWriter();
  const { service } = useRoom();
  const [isOpen, setOpen] = useState(false);
  useKeys(
    canWrite
      ? { y: { run: () => setOpen(true), label: 'Start a checklist from a playbook', group: 'Panels' } }
      : {},
  );
  if (!canWrite) return null;
  const fits = (services: readonly string[]) => service !== null && services.includes(service);
  const playbooks = shippedPlaybooks.toSorted((a, b) => Number(fits(b.services)) - Number(fits(a.services)));
  const start = ({ name, title, steps }: (typeof playbooks)[number]) =>
    void write({ kind: 'checklist', title, playbook: name, steps: [...steps] });
  return (
    <Menu opened={isOpen} onChange={setOpen} position="bottom-start" withinPortal width={280}>
      <Menu.Target>
        <button type="button" className={parts.act}>
          Start from a playbook <Kbd keys="y" />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {playbooks.map((playbook) => (
          <Menu.Item
            key={playbook.name}
            onClick={() => start(playbook)}
            rightSection={<span className="label">{playbook.steps.length} steps</span>}
          >
            {playbook.title}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

export function checklistBrief({ checklists }: Room): string {
  const steps = checklists.flatMap((checklist) => checklist.steps);
  return steps.length === 0
    ? ''
    : `${steps.filter(({ state }) => state !== 'open').length} of ${steps.length}`;
}
