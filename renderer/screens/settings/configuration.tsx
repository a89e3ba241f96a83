// CF12: the active configuration file and its errors, export to one file, and import from other tools.
import { useState } from 'react';
import { Button } from '@mantine/core';
import type { ConfigurationState } from '#wire/api/configuration.ts';
import { ServerButton } from '../../fields/server-button.tsx';
import { sayProblem, useApi } from '../../server/api.ts';
import { AwaitedPart } from '../../ui/awaited.tsx';
import { downloadFile } from '../../ui/save-in-browser.ts';
import { useSession } from '../../server/session.tsx';
import { strings } from '../../strings/index.ts';
import { Problem } from '../../ui/problem.tsx';
import { When } from '../../ui/time.tsx';
import { useResource } from '../../server/use-resource.ts';
import { ConfigurationImport } from './configuration-import.tsx';
import { Fact } from './fact.tsx';
import section from '../../ui/section.module.css';
import styles from './settings.module.css';

const words = strings.configuration;

export function Configuration() {
  const { isOwner } = useSession();
  if (!isOwner) return <p>{words.onlyOwners}</p>;
  return (
    <>
      <InForce />
      <Export />
      <ConfigurationImport />
    </>
  );
}

function InForce() {
  const api = useApi();
  const { value, problem, reload } = useResource<ConfigurationState>('/configuration');
  const [failed, setFailed] = useState<string | null>(null);
  if (value === null) return <AwaitedPart problem={problem && words.notRead(problem)} again={reload} />;
  const { file, loadedAt, errors, owned } = value;
  if (file === null) return <p className="soft">{words.noFile}</p>;
  const readAgain = () =>
    api
      .post('/configuration/reload', {})
      .then(() => setFailed(null))
      .catch((error: unknown) => setFailed(words.notRead(sayProblem(error))))
      .finally(reload);
  const counts = Object.entries(owned).filter(([, count]) => count > 0);
  return (
    <section aria-label={words.inForce}>
      <dl className={section.facts}>
        <Fact name={words.file}>
          <code>{file}</code>
        </Fact>
        <Fact name={words.loaded}>{loadedAt === null ? words.never : <When at={loadedAt} />}</Fact>
        <Fact name={words.owns}>
          {counts.length === 0
            ? words.ownsNothing
            : counts
                .map(([section, count]) => words.count(words.sections[section] ?? section, count))
                .join(', ')}
        </Fact>
      </dl>
      {errors.length > 0 && (
        <>
          <Problem>{words.faults(errors.length)}</Problem>
          <ul className={styles.faults}>
            {errors.map((fault) => (
              <li key={words.fault(fault)}>{words.fault(fault)}</li>
            ))}
          </ul>
        </>
      )}
      {failed !== null && <Problem>{failed}</Problem>}
      <div className={section.asked}>
        <ServerButton onClick={() => void readAgain()}>{words.readAgain}</ServerButton>
      </div>
    </section>
  );
}

function Export() {
  const api = useApi();
  const [problem, setProblem] = useState<string | null>(null);
  const save = async () => {
    setProblem(null);
    try {
      const text = await (await api.fetch('/configuration/export.yaml')).text();
      downloadFile('muster.yaml', text, 'application/yaml');
    } catch (error) {
      setProblem(words.notRead(sayProblem(error)));
    }
  };
  return (
    <section className={section.block} aria-labelledby="configuration-export">
      <h2 id="configuration-export">{words.export}</h2>
      <p className="label">{words.exportWhy}</p>
      <div className={section.asked}>
        <Button onClick={() => void save()}>{words.save}</Button>
      </div>
      {problem !== null && <Problem>{problem}</Problem>}
    </section>
  );
}
