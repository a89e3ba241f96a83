// Settings of a draft: its stage, the promised time of the next update, and an estimate.
import { useState, type FormEvent } from 'react';
import { useRoom, useText } from '#renderer/live-room/room-provider.tsx';
import { useNow, useTeamClock } from '#renderer/ui/now.tsx';
import { sayWhen, shownCalendar } from '#renderer/ui/say-time.ts';
import { isStage, stageOf, stages, type Audience, type Stage } from '#room/team/audiences.ts';
import { sayInUtc } from '#room/comms/values.ts';
import { isUntouched, isShippedTemplate, stageTexts } from '#room/team/team-templates.ts';
import type { Draft } from '#room/view/room-view.ts';
import { readDue } from '#room/time/typed-time.ts';
import { useCommsTemplates } from '../../../../server/use-scheme.ts';
import { strings } from '../../../../strings/index.ts';
import parts from '#renderer/ui/rows.module.css';
import { useTextString } from '../use-text-string.ts';
import { useWriter } from '#renderer/live-room/use-writer.ts';
import { replaceText } from './replace-text.ts';
import { draftText, stageWords } from './words.ts';
import styles from './comms.module.css';

const words = strings.comms;

type Props = { draft: Draft; audience: Audience };

export function DraftSettings({ draft, audience }: Props) {
  const { canWrite, write } = useWriter();
  const set = (change: { stage?: Stage; next?: number | null; eta?: string | null }) =>
    write({ kind: 'draft', draft: draft.draft, audience, ...change });
  return (
    <>
      <fieldset className={styles.settings} disabled={!canWrite}>
        <StageChoice draft={draft} audience={audience} set={(stage) => set({ stage })} />
        <NextChoice next={draft.next} set={(next) => set({ next })} />
        <Estimate key={draft.eta} eta={draft.eta} set={(eta) => set({ eta })} />
      </fieldset>
      {canWrite && <OtherTemplate draft={draft} audience={audience} />}
      {canWrite && <OwnTemplates draft={draft} audience={audience} />}
    </>
  );
}

function StageChoice({ draft, audience, set }: Props & { set: (stage: Stage) => unknown }) {
  const { status } = useRoom();
  const text = useText(draftText(draft.draft));
  const templates = useCommsTemplates();
  const choose = (stage: string) => {
    if (!isStage(stage) || !set(stage)) return;
    if (isUntouched(text.toJSON(), audience, templates))
      replaceText(text, stageTexts(templates, audience)[stage]);
  };
  return (
    <label>
      <span className="label">{words.stage}</span>
      <select
        value={stageOf(draft.stage, status.value)}
        onChange={(event) => choose(event.currentTarget.value)}
      >
        {stages.map((stage) => (
          <option key={stage} value={stage}>
            {stageWords[stage]}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Offers another template. Text that somebody has edited is replaced only on request. */
function OtherTemplate({ draft, audience }: Props) {
  const { status } = useRoom();
  const text = useText(draftText(draft.draft));
  const written = useTextString(draftText(draft.draft));
  const stage = stageOf(draft.stage, status.value);
  const templates = useCommsTemplates();
  const template = stageTexts(templates, audience)[stage];
  // Each stage's template has its own first line, which shows the template the text started from.
  if (isUntouched(written, audience, templates) || written.includes(template.split('\n')[0] ?? ''))
    return null;
  return (
    <p className={parts.hint}>
      <button type="button" className={parts.quiet} onClick={() => replaceText(text, template)}>
        {words.takeTemplate(stageWords[stage].toLowerCase())}
      </button>
    </p>
  );
}

/** The team's own templates for this audience and stage. */
function OwnTemplates({ draft, audience }: Props) {
  const { status } = useRoom();
  const text = useText(draftText(draft.draft));
  const written = useTextString(draftText(draft.draft));
  const stage = stageOf(draft.stage, status.value);
  const own = useCommsTemplates().filter(
    (each) =>
      !isShippedTemplate(each.name) &&
      each.audience === audience &&
      (each.stage === null || each.stage === stage) &&
      each.text !== written.trim(),
  );
  if (own.length === 0) return null;
  return (
    <p className={parts.hint}>
      {own.map((each) => (
        <button
          key={each.name}
          type="button"
          className={parts.quiet}
          onClick={() => replaceText(text, each.text)}
        >
          {words.takeOwnTemplate(each.name)}
        </button>
      ))}
    </p>
  );
}

const minuteMs = 60_000;
const waits = [15, 30, 60, 120];

function NextChoice({ next, set }: { next: number | null; set: (next: number | null) => unknown }) {
  const clock = useTeamClock();
  const now = useNow();
  const choose = (choice: string) => {
    if (choice === 'none') set(null);
    if (choice === 'none' || choice === 'now') return;
    const at = clock.now() + Number(choice) * minuteMs;
    set(at - (at % (5 * minuteMs)));
  };
  return (
    <label>
      <span className="label">{words.nextUpdateField}</span>
      <select value={next === null ? 'none' : 'now'} onChange={(event) => choose(event.currentTarget.value)}>
        {next !== null && <option value="now">{sayWhen(next, now)}</option>}
        <option value="none">{words.notSaid}</option>
        {waits.map((wait) => (
          <option key={wait} value={wait}>
            {words.inMin(wait)}
          </option>
        ))}
      </select>
    </label>
  );
}

function Estimate({ eta, set }: { eta: string | null; set: (eta: string | null) => unknown }) {
  const [typed, setTyped] = useState(eta ?? '');
  const [problem, setProblem] = useState<string | null>(null);
  const clock = useTeamClock();
  const save = (event?: FormEvent) => {
    event?.preventDefault();
    const given = typed.trim() === '' ? null : typed.trim();
    if (given === eta) return;
    const read = given === null ? null : readDue(given, clock.now(), shownCalendar);
    if (read && 'wrong' in read) return setProblem(read.wrong);
    // Readers may be in other time zones, so the time is sent with its date and in UTC.
    set(read ? sayInUtc(read.at) : given);
  };
  return (
    <label>
      <span className="label">{words.worksAgain}</span>
      <input
        value={typed}
        maxLength={120}
        placeholder={words.notKnownYet}
        title={words.estimateHint}
        aria-invalid={problem !== null}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setProblem(null);
        }}
        onBlur={() => save()}
        onKeyDown={(event) => {
          if (event.key === 'Enter') save(event);
        }}
      />
      {problem !== null && (
        <span role="alert" className={parts.late}>
          {problem}
        </span>
      )}
    </label>
  );
}
