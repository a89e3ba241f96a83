// NU6: one panel: its definition, chart or table, the incidents behind a selected number, and its file.
import { useState } from 'react';
import type { Panel, PanelRow } from '#room/insights/panel.ts';
import { sayProblem, useApi } from '../../server/api.ts';
import { strings } from '../../strings/index.ts';
import { Problem } from '../../ui/problem.tsx';
import { Behind, type Titles } from './behind.tsx';
import { BurnUp } from './burn-up.tsx';
import { HeatMap } from './heat-map.tsx';
import { PanelTable } from './panel-table.tsx';
import { SeverityNotes } from './severity-notes.tsx';
import { StageBars } from './stage-bars.tsx';
import styles from './panels.module.css';

const words = strings.numberPanels;

export type ShowIncidents = (row: Pick<PanelRow, 'incidents'>) => void;

type SectionProps = { panel: Panel; query: string; titles: Titles };

export function PanelSection({ panel, query, titles }: SectionProps) {
  const [shown, setShown] = useState<readonly string[]>([]);
  const { name, definition, rows } = panel;
  const show: ShowIncidents = ({ incidents }) => setShown(incidents);
  return (
    <section className={styles.panel} aria-label={name}>
      <header>
        <h2>{name}</h2>
        <p className="label">{definition}</p>
        <Files panel={panel} query={query} />
      </header>
      <div className={styles.body}>
        {rows.length === 0 ? <p className="soft">{words.nothing}</p> : <Drawn panel={panel} show={show} />}
        <Behind incidents={shown} titles={titles} />
        {panel.id === 'severities' && <SeverityNotes />}
      </div>
    </section>
  );
}

function Drawn({ panel, show }: { panel: Panel; show: ShowIncidents }) {
  if (panel.id === 'stages') return <StageBars panel={panel} />;
  if (panel.id === 'hours') return <HeatMap panel={panel} show={show} />;
  if (panel.id !== 'items') return <PanelTable panel={panel} show={show} />;
  return (
    <>
      <BurnUp panel={panel} />
      <details>
        <summary>{words.asTable}</summary>
        <PanelTable panel={panel} show={show} />
      </details>
    </>
  );
}

/** Downloads the panel for the same period and filters. */
function Files({ panel: { id, name }, query }: { panel: Panel; query: string }) {
  const api = useApi();
  const [problem, setProblem] = useState<string | null>(null);
  const save = async (path: string, extension: string) => {
    try {
      const file = await (await api.fetch(`/insights/panels/${path}?${query}`)).blob();
      const link = document.createElement('a');
      link.href = URL.createObjectURL(file);
      link.download = `${id}.${extension}`;
      link.click();
      URL.revokeObjectURL(link.href);
      setProblem(null);
    } catch (error) {
      setProblem(sayProblem(error));
    }
  };
  return (
    <p className={styles.files}>
      <button
        type="button"
        className={styles.act}
        aria-label={words.saveAs(name, words.csv)}
        onClick={() => void save(`${id}/csv`, 'csv')}
      >
        {words.csv}
      </button>
      <button
        type="button"
        className={styles.act}
        aria-label={words.saveAs(name, words.json)}
        onClick={() => void save(id, 'json')}
      >
        {words.json}
      </button>
      {problem !== null && <Problem>{words.notSaved(problem)}</Problem>}
    </p>
  );
}
