import { useState } from 'react';
import { Button, TextInput } from '@mantine/core';
import { Ask, useAsk } from '#renderer/ui/ask.tsx';
import { Choices } from '#renderer/ui/choices.tsx';
import { ImpactLevels } from '#renderer/screens/war-room/panels/impact-levels.tsx';
import { useWriter } from '#renderer/live-room/use-writer.ts';
import { useRoom } from '#renderer/live-room/room-provider.tsx';
import { LevelWords } from '#renderer/screens/scheme/level-words.tsx';
import { showLevels } from '#renderer/state/shell-store.ts';
import { usePersonName } from '#renderer/server/feed.tsx';
import { useScheme } from '#renderer/server/use-scheme.ts';
import { Kbd } from '#renderer/ui/kbd.tsx';
import { useKeys } from '#renderer/ui/keys.tsx';
import { SeverityMark } from '#renderer/ui/severity-mark.tsx';
import { adviseSeverity, sayAdvice } from '#room/command/advise-severity.ts';
import { impactAreas, type FactDraft, type Severity } from '#room/facts/fact.ts';
import type { Impact } from '#room/view/room-view.ts';
import { levelOf } from '#room/team/levels.ts';
import { strings } from '../../../strings/index.ts';
import styles from './header.module.css';

const words = strings.header;

export function SeverityControl() {
  const { severity, status } = useRoom();
  const { canWrite } = useWriter();
  const { levels } = useScheme();
  const { ask, chosen, choose, answers, assess, advice, reason, open, save } = useSeverityChoice();
  useKeys(
    canWrite ? { s: { run: open, label: words.setSeverity, group: words.room, takesDigits: true } } : {},
  );
  const isOver = status.value === 'resolved' || status.value === 'closed';
  const mark = <SeverityMark severity={severity.value} isSet={severity.isSet} isOver={isOver} />;
  if (!canWrite) return mark;
  return (
    <Ask
      isOpen={ask.isOpen}
      onClose={ask.close}
      title={severity.heads.length > 1 ? words.twoSeverities : words.severityQuestion}
      verb={words.set(chosen)}
      onAnswer={save}
      target={
        <button type="button" className={styles.quiet} title={words.changeSeverity} onClick={open}>
          <span className="spoken">{words.severity}</span> {mark}
          {severity.heads.length > 1 && <span className={styles.unsettled}>{words.settleLabel}</span>}
          <Kbd keys="s" />
        </button>
      }
    >
      <Conflict />
      <Choices<Severity>
        legend={words.severity}
        name="severity"
        value={chosen}
        onChange={choose}
        choices={levels.map(({ name, title, impact }) => ({
          value: name,
          shown: <SeverityMark severity={name} />,
          hint: strings.scheme.level(title, impact),
        }))}
      />
      <Meaning severity={chosen} onLeave={ask.close} />
      <FromImpact {...{ answers, assess, advice }} />
      <TextInput
        label={words.whyOptional}
        placeholder={reason.why}
        value={ask.why}
        onChange={(event) => ask.setWhy(event.currentTarget.value)}
      />
    </Ask>
  );
}

/** The severity that is chosen in the dialog, and the answers about impact, which may recommend another one. */
function useSeverityChoice() {
  const { severity, impact } = useRoom();
  const { write } = useWriter();
  const ask = useAsk();
  const [chosen, choose] = useState<Severity>(severity.value);
  const [answers, setAnswers] = useState(impact.levels);
  const advice = adviseSeverity(answers, severity);
  const recommended = (given: Impact['levels']) => adviseSeverity(given, severity)?.recommended;
  const open = () => {
    setAnswers(impact.levels);
    choose(severity.isSet ? severity.value : (recommended(impact.levels) ?? severity.value));
    ask.open();
  };
  const assess = (given: Impact['levels']) => {
    setAnswers(given);
    choose(recommended(given) ?? chosen);
  };
  // The answers' reasons become the severity's reason, if the chosen severity is the one they lead to.
  const reason = advice?.computed === chosen ? { why: strings.ui.list(advice.reasons) } : {};
  const save = () => {
    const changed = newAnswers(impact.levels, answers);
    const isAnswered = Object.keys(changed).length > 0;
    // Old answers are no reason to say the same again.
    const isNews = isAnswered || chosen !== severity.value || !severity.isSet;
    const drafts: FactDraft[] = [
      ...(isAnswered ? [{ kind: 'impact' as const, ...changed }] : []),
      { kind: 'severity', severity: chosen, ...(isNews && reason), ...ask.whyGiven },
    ];
    if (write(drafts)) ask.close();
  };
  return { ask, chosen, choose, answers, assess, advice, reason, open, save };
}

type ImpactProps = Pick<ReturnType<typeof useSeverityChoice>, 'answers' | 'assess' | 'advice'>;

function FromImpact({ answers, assess, advice }: ImpactProps) {
  const { severity, impact } = useRoom();
  return (
    <details open={!severity.isSet || Object.keys(impact.levels).length > 0}>
      <summary className="soft">{words.fromImpact}</summary>
      <ImpactLevels levels={answers} onChange={assess} />
      <p className="soft" role="status">
        {advice === null ? words.oneAnswerHint : sayAdvice(advice)}
      </p>
    </details>
  );
}

/** SL2: what the chosen severity requires, with a link to all four. */
function Meaning({ severity, onLeave }: { severity: Severity; onLeave: () => void }) {
  const { levels } = useScheme();
  const open = () => {
    onLeave();
    showLevels(true);
  };
  return (
    <details>
      <summary className="soft">{words.asksFor(severity)}</summary>
      <LevelWords level={levelOf(levels, severity)} />
      <Button size="compact-sm" variant="subtle" rightSection={<Kbd keys="shift+g" />} onClick={open}>
        {strings.scheme.open}
      </Button>
    </details>
  );
}

/** Only new answers. A cleared area is not sent, so its earlier assessment stays. */
function newAnswers(before: Impact['levels'], after: Impact['levels']): Impact['levels'] {
  return Object.fromEntries(
    impactAreas.flatMap((area) =>
      after[area] !== undefined && after[area] !== before[area] ? [[area, after[area]]] : [],
    ),
  );
}

/** FO6: lists both values until a later one supersedes them. */
function Conflict() {
  const { severity } = useRoom();
  const names = usePersonName();
  if (severity.heads.length < 2) return null;
  return (
    <p className="soft">
      {words.higherStands(severity.heads.map(({ value, by }) => words.setWith(names(by), value)).join(', '))}
    </p>
  );
}
