// SP123: imports another tool's page from files: first a plan, then exactly that plan once somebody confirms it.
import type { ImportLine, ImportReport, ImportTool } from '#wire/api/status-pages.ts';
import { useState } from 'react';
import { Button, FileButton, Select } from '@mantine/core';
import { ServerButton } from '../../../fields/server-button.tsx';
import { useApi } from '../../../server/api.ts';
import { sayRefusal } from '../../../fields/field.ts';
import { readFile } from '../../../fields/read-file.ts';
import { useSession } from '../../../server/session.tsx';
import { strings } from '../../../strings/index.ts';
import { EmptyScreen, NoSuch } from '../../../ui/empty.tsx';
import { Awaited } from '../../../ui/awaited.tsx';
import { Problem } from '../../../ui/problem.tsx';
import { useResource } from '../../../server/use-resource.ts';
import { changesIn, type ChosenFile, guessTool, tools } from './foreign-page.ts';
import { pagePath, type StatusPage } from '../status-page.ts';
import styles from '../status-pages.module.css';

const words = strings.statusPages.import;
/** As the server has it (SP120). */
const longest = 12_000_000;

export function PageImport({ id }: { id: string }) {
  const { isOwner } = useSession();
  const page = useResource<StatusPage>(pagePath(id));
  if (!isOwner) return <EmptyScreen title={strings.statusPages.title}>{words.onlyOwners}</EmptyScreen>;
  if (page.isUnknown) return <NoSuch title={strings.statusPages.unknown} />;
  if (page.value === null)
    return <Awaited title={strings.statusPages.title} problem={page.problem} again={page.reload} />;
  return <Found page={page.value} />;
}

function Found({ page }: { page: StatusPage }) {
  const { files, tool, report, problem, isBusy, choose, plan, carryOut } = useImport(page.id);
  const changes = changesIn(report?.items ?? []);
  return (
    <section className={styles.one} aria-label={words.title(page.name)}>
      <header className={styles.head}>
        <h1>{words.title(page.name)}</h1>
      </header>
      <p className={styles.text}>{words.why}</p>
      <Choice files={files} tool={tool} choose={choose} plan={plan} />
      {problem !== null && <Problem>{words.notTaken(sayRefusal(problem))}</Problem>}
      <span role="status" className="spoken">
        {report?.isDone === true ? words.tookOver : ''}
      </span>
      {report !== null && <Plan {...report} />}
      {report?.isDone === false && (
        <div className={styles.buttons}>
          <ServerButton
            variant="filled"
            disabled={changes === 0}
            loading={isBusy}
            onClick={() => void carryOut()}
          >
            {words.takeOver(changes)}
          </ServerButton>
          {changes > 0 && <span className="soft">{words.nobodyTold}</span>}
        </div>
      )}
    </section>
  );
}

type ChoiceProps = Pick<ReturnType<typeof useImport>, 'files' | 'tool' | 'choose' | 'plan'>;

function Choice({ files, tool, choose, plan }: ChoiceProps) {
  return (
    <>
      <div className={styles.choosing}>
        <FileButton
          multiple
          accept=".json,.csv,application/json,text/csv"
          onChange={(chosen) => void choose(chosen)}
        >
          {(props) => (
            <Button {...props} variant={files.length === 0 ? 'filled' : 'default'}>
              {words.choose}
            </Button>
          )}
        </FileButton>
        <span className="soft">{words.files(files.map(({ name }) => name))}</span>
      </div>
      {files.length > 0 && (
        <Select
          className={styles.tool}
          label={words.tool}
          data={tools.map((value) => ({ value, label: words.tools[value] }))}
          allowDeselect={false}
          value={tool}
          onChange={(value) => {
            if (value !== null) void plan(files, value);
          }}
        />
      )}
    </>
  );
}

const sumOf = (sizes: readonly number[]) => sizes.reduce((sum, size) => sum + size, 0);

function useImport(page: string) {
  const api = useApi();
  const [files, setFiles] = useState<readonly ChosenFile[]>([]);
  const [tool, setTool] = useState<ImportTool>('statuspage');
  const [report, setReport] = useState<ImportReport | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  const ask = async (body: { tool: ImportTool; files: readonly ChosenFile[]; plan?: string }) => {
    setBusy(true);
    setProblem(null);
    try {
      setReport(await api.post<ImportReport>(pagePath(page, '/import'), body));
    } catch (error) {
      setReport(null);
      setProblem(error);
    }
    setBusy(false);
  };
  const plan = (next: readonly ChosenFile[], of: ImportTool) => {
    setFiles(next);
    setTool(of);
    return ask({ tool: of, files: next });
  };
  const choose = async (chosen: readonly File[]) => {
    if (chosen.length === 0) return;
    setReport(null);
    // A file in UTF-16 has twice as many bytes as characters.
    if (sumOf(chosen.map(({ size }) => size)) > 2 * longest) return setProblem(new Error(words.tooLarge));
    const read = await Promise.all(
      chosen.map(async (file) => ({ name: file.name, content: await readFile(file) })),
    );
    if (sumOf(read.map(({ content }) => content.length)) > longest)
      return setProblem(new Error(words.tooLarge));
    return plan(read, guessTool(read));
  };
  const carryOut = () => (report === null ? undefined : ask({ tool, files, plan: report.plan }));
  return { files, tool, report, problem, isBusy, choose, plan, carryOut };
}

function Plan({ items, isDone }: ImportReport) {
  const done = isDone ? words.made : words.planned;
  return (
    <table className={styles.plan}>
      <caption>{isDone ? words.tookOver : words.wouldBe}</caption>
      <thead>
        <tr>
          <th scope="col">{words.what}</th>
          <th scope="col">{words.becomes}</th>
          <th scope="col">{words.leftOut}</th>
        </tr>
      </thead>
      <tbody>
        {items.map((line, index) => (
          <tr key={index}>
            <th scope="row">
              {nameOf(line)}{' '}
              {line.kind !== 'file' && line.kind !== 'subscribers' && (
                <span className="label">{words.kinds[line.kind]}</span>
              )}
            </th>
            <td>{line.kind === 'file' ? '' : done[line.done]}</td>
            <td>
              {line.left.length > 0 && (
                <ul>
                  {line.left.map((each) => (
                    <li key={each}>{each}</li>
                  ))}
                </ul>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function nameOf({ kind, name }: ImportLine): string {
  if (kind === 'file') return words.file;
  return kind === 'subscribers' ? words.subscribers(Number(name)) : name;
}
