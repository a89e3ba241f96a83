import { useState } from 'react';
import { Menu } from '@mantine/core';
import { Drilled, Reviewed } from '#renderer/screens/playbooks/ages.tsx';
import { useFigures, type Figures } from '#renderer/screens/playbooks/use-figures.ts';
import { useRoom } from '#renderer/live-room/room-provider.tsx';
import { routeHash } from '#renderer/state/router.ts';
import { strings } from '#renderer/strings/index.ts';
import { useElementKeys, useKeys } from '#renderer/ui/keys.tsx';
import { Kbd } from '#renderer/ui/kbd.tsx';
import { Sentence } from '#renderer/ui/sentence.tsx';
import { sayLength } from '#renderer/ui/say-time.ts';
import { Ago } from '#renderer/ui/time.tsx';
import type { Room } from '#room/view/room-view.ts';
import type { LibraryPlaybook } from '#room/playbooks/library.ts';
import { startChecklist } from '#room/playbooks/start-checklist.ts';
import parts from '#renderer/ui/rows.module.css';
import { useWriter } from '#renderer/live-room/use-writer.ts';
import styles from './checklist.module.css';
import { ChecklistView } from './checklist-view.tsx';
import { useMatches } from './use-matches.ts';

const words = strings.playbooks.pick;
const text = strings.checklist;

export function ChecklistPanel() {
  const { checklists } = useRoom();
  const { canWrite } = useWriter();
  return (
    <>
      {checklists.length === 0 && !canWrite && <p className={parts.hint}>{words.none}</p>}
      {checklists.map((checklist) => (
        <ChecklistView key={checklist.id} checklist={checklist} />
      ))}
      <StartChecklist />
    </>
  );
}

/** Offers the best matching playbook with its reason and a key. Another key lists all the others. */
function StartChecklist() {
  const { canWrite, write } = useWriter();
  const offered = useMatches();
  const known = useFigures();
  const [isOpen, setOpen] = useState(false);
  const [best] = offered;
  const { roles } = useRoom();
  const holderOf = (assignee: string) =>
    roles.find(({ role }) => role === assignee)?.primary[0]?.person ?? null;
  const attach = (playbook: LibraryPlaybook) => void write(startChecklist(playbook, holderOf));
  const proposal = canWrite && best && best.reason !== null ? { ...best, reason: best.reason } : null;
  useElementKeys(strings.playbooks.run.keyGroup, canWrite ? strings.playbooks.run.keyWords : {});
  useKeys({
    ...(canWrite && {
      y: {
        run: () => setOpen(true),
        label: strings.checklist.startFromPlaybook,
        group: strings.checklist.panels,
      },
    }),
    ...(proposal && {
      'shift+y': {
        run: () => attach(proposal.playbook),
        label: strings.checklist.attachBest,
        group: strings.checklist.panels,
      },
    }),
  });
  if (!canWrite) return null;
  return (
    <>
      {proposal && (
        <div className={styles.proposal}>
          <p>{proposal.playbook.title}</p>
          <p className={parts.under}>{words.fits(proposal.playbook.title, proposal.reason).reason}</p>
          <Known playbook={proposal.playbook} known={known} />
          <button type="button" className={parts.act} onClick={() => attach(proposal.playbook)}>
            {words.attach}
            <span className="spoken"> {proposal.playbook.title}</span> <Kbd keys="shift+y" />
          </button>
        </div>
      )}
      <div className={parts.acts}>
        <Menu opened={isOpen} onChange={setOpen} position="bottom-start" withinPortal width={320}>
          <Menu.Target>
            <button type="button" className={proposal ? parts.quiet : parts.act}>
              {words.other} <Kbd keys="y" />
            </button>
          </Menu.Target>
          <Menu.Dropdown mah={420} style={{ overflowY: 'auto' }}>
            {offered.map(({ playbook, reason }) => (
              <Menu.Item
                key={playbook.id}
                onClick={() => attach(playbook)}
                rightSection={<span className="label">{strings.playbooks.steps(playbook.steps.length)}</span>}
              >
                {playbook.title}
                {reason !== null && <span className={parts.under}>{reason}</span>}
                <Known playbook={playbook} known={known} />
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
        <a className={parts.quiet} href={routeHash({ screen: 'playbooks', playbook: null })}>
          {words.library} <Kbd keys="p" />
        </a>
      </div>
    </>
  );
}

type KnownProps = { playbook: LibraryPlaybook; known: Figures };

/** PB11: when the playbook was last used, reviewed and drilled; PB7: how long it usually takes. */
function Known({ playbook, known }: KnownProps) {
  const used = known.figures?.get(playbook.id);
  return (
    <span className={parts.under}>
      <Reviewed playbook={playbook} isSentence />
      {known.figures !== null && (
        <>
          ,{' '}
          {used === undefined ? (
            text.usedNever
          ) : (
            <Sentence says={text.usedAgo} parts={{ time: <Ago at={used.lastUsedAt} /> }} />
          )}
          , <Drilled id={playbook.id} known={known} />
          {used?.expectedMs != null && `, ${strings.playbooks.run.expected(sayLength(used.expectedMs))}`}
        </>
      )}
    </span>
  );
}

/** The panel folds when the incident is over, so its head then asks how useful the playbook was (PB11). */
export function checklistBrief({ checklists, status }: Room): string {
  const steps = checklists.flatMap((checklist) => checklist.steps);
  const isOver = status.value === 'resolved' || status.value === 'closed';
  const asks = isOver && checklists.some(({ playbook, judged }) => playbook !== null && judged === undefined);
  const count =
    steps.length === 0
      ? ''
      : strings.checklist.of(steps.filter(({ state }) => state !== 'open').length, steps.length);
  return asks ? `${count}, ${text.asks}` : count;
}
