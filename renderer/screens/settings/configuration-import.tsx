import { useState } from 'react';
import { Button, Checkbox, FileButton, Select } from '@mantine/core';
import type { ImportLine } from '#wire/api/configuration.ts';
import type { Items } from '#wire/api/list.ts';
import { ServerButton } from '../../fields/server-button.tsx';
import { useApi } from '../../server/api.ts';
import { sayRefusal } from '../../fields/field.ts';
import { readFile } from '../../fields/read-file.ts';
import { useAttempt } from '../../fields/use-attempt.ts';
import { strings } from '../../strings/index.ts';
import { Problem } from '../../ui/problem.tsx';
import { TableHead } from '../../ui/table-head.tsx';
import { guessFormat, type ImportFormat } from './guess-format.ts';
import styles from '../../ui/section.module.css';

const words = strings.configuration;

type Chosen = { name: string; text: string; format: ImportFormat };
/** `isDone`: the import ran; otherwise this is the plan. */
type Report = { lines: readonly ImportLine[]; isDone: boolean };

const formats = (['muster', 'gatus', 'uptime-kuma'] as const).map((value) => ({
  value,
  label: words.formats[value],
}));
const longest = 1_000_000;

/** The file that somebody chose, and the server's plan or report for it. */
function useImport() {
  const api = useApi();
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [overwrites, setOverwrites] = useState(false);
  const [report, setReport] = useState<Report | null>(null);
  const [isTooLarge, setTooLarge] = useState(false);
  const { busy, problem, attempt } = useAttempt();
  const ask = ({ text, format }: Chosen, mode: { overwrites: boolean; dryRun: boolean }) =>
    attempt(async () => {
      setTooLarge(false);
      const body = { format, text, mode: mode.overwrites ? 'overwrite' : 'keep', dryRun: mode.dryRun };
      const { items } = await api
        .post<Items<ImportLine>>('/configuration/import', body)
        .catch((error: unknown) => {
          setReport(null);
          throw error;
        });
      setReport({ lines: items, isDone: !mode.dryRun });
    });
  const plan = (next: Chosen, isOver = overwrites) => {
    setChosen(next);
    setOverwrites(isOver);
    return ask(next, { overwrites: isOver, dryRun: true });
  };
  const take = async (file: File) => {
    setReport(null);
    setTooLarge(file.size > longest);
    if (file.size > longest) return;
    const text = await readFile(file);
    await plan({ name: file.name, text, format: guessFormat(text) });
  };
  const why = isTooLarge ? words.tooLarge : problem === null ? null : sayRefusal(problem);
  const confirm = () => (chosen === null ? undefined : ask(chosen, { overwrites, dryRun: false }));
  return { chosen, overwrites, report, why, busy, plan, take, confirm };
}

/** CF7: reads a file as a plan first. Nothing changes before somebody confirms the plan. */
export function ConfigurationImport() {
  const { chosen, overwrites, report, why, busy, plan, take, confirm } = useImport();
  const changes = report?.lines.filter(({ done }) => done === 'added' || done === 'changed').length ?? 0;
  return (
    <section className={styles.block} aria-labelledby="configuration-import">
      <h2 id="configuration-import">{words.import}</h2>
      <p className="label">{words.importWhy}</p>
      <div className={styles.asked}>
        <FileButton
          accept=".yaml,.yml,.json,application/yaml,application/json"
          onChange={(file) => file && void take(file)}
        >
          {(props) => <Button {...props}>{words.choose}</Button>}
        </FileButton>
        {chosen !== null && <span>{chosen.name}</span>}
      </div>
      {chosen !== null && (
        <ImportChoices
          chosen={chosen}
          overwrites={overwrites}
          plan={(next, isOver) => void plan(next, isOver)}
        />
      )}
      {why !== null && <Problem>{words.notTaken(why)}</Problem>}
      <span role="status" className="spoken">
        {report?.isDone === true ? words.tookOver : ''}
      </span>
      {report !== null && <Plan {...report} />}
      {chosen !== null && report?.isDone === false && (
        <div className={styles.buttons}>
          <ServerButton
            variant="filled"
            disabled={changes === 0}
            loading={busy}
            onClick={() => void confirm()}
          >
            {words.takeOver(changes)}
          </ServerButton>
        </div>
      )}
    </section>
  );
}

type ChoicesProps = {
  chosen: Chosen;
  overwrites: boolean;
  plan: (next: Chosen, overwrites?: boolean) => void;
};

/** A change of either choice asks for a new plan. */
function ImportChoices({ chosen, overwrites, plan }: ChoicesProps) {
  return (
    <div className={styles.form}>
      <Select
        label={words.format}
        data={formats}
        allowDeselect={false}
        value={chosen.format}
        onChange={(value) => {
          const format = formats.find((each) => each.value === value)?.value;
          if (format !== undefined) plan({ ...chosen, format });
        }}
      />
      <Checkbox
        label={words.overwrite}
        description={words.overwriteWhy}
        checked={overwrites}
        onChange={(event) => plan(chosen, event.currentTarget.checked)}
      />
    </div>
  );
}

function Plan({ lines, isDone }: Report) {
  const done = isDone ? words.made : words.planned;
  return (
    <table className={styles.table}>
      <caption>{isDone ? words.tookOver : words.wouldBe}</caption>
      <TableHead columns={[words.what, words.becomes, words.leftOut]} />
      <tbody>
        {lines.map(({ section, name, done: what, left }, index) => (
          <tr key={index}>
            <th scope="row">
              {name} {section !== null && <span className="label">{words.kinds[section] ?? section}</span>}
            </th>
            <td>{done[what]}</td>
            <td>{left.join('; ')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
