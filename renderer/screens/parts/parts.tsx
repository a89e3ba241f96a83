// Every component of renderer/ui in its states. Add an entry for a new component; parts.test.ts fails without it.
import { useCallback, useMemo, useState, type ReactNode } from 'react';
import { Button } from '@mantine/core';
import { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { presenceColor } from '../../live-room/presence-color.ts';
import { Ask } from '../../ui/ask.tsx';
import { Awaited, AwaitedPart } from '../../ui/awaited.tsx';
import { Choices } from '../../ui/choices.tsx';
import { CopyField } from '../../ui/copy-field.tsx';
import { DayField } from '../../ui/day-field.tsx';
import { DaysField } from '../../ui/days-field.tsx';
import { Empty, EmptyList, EmptyScreen, NoSuch } from '../../ui/empty.tsx';
import { ErrorBoundary } from '../../ui/error-boundary.tsx';
import { Face } from '../../ui/face.tsx';
import { FileDrop } from '../../ui/file-drop.tsx';
import { Kbd } from '../../ui/kbd.tsx';
import { KeysPlace, KeysWait } from '../../ui/keys.tsx';
import { LinkedText } from '../../ui/linked-text.tsx';
import { Problem } from '../../ui/problem.tsx';
import { NameToConfirm } from '../../ui/name-to-confirm.tsx';
import { RecordHead, RecordList } from '../../ui/record-list.tsx';
import { RoomDialog } from '../../ui/room-dialog.tsx';
import { Sentence } from '../../ui/sentence.tsx';
import { SeverityMark } from '../../ui/severity-mark.tsx';
import { missingStates } from '#room/text/missing.ts';
import { Missing } from '../../ui/missing.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { SharedText } from '../../ui/shared-text.tsx';
import { TableHead } from '../../ui/table-head.tsx';
import { samples } from './samples.ts';
import { timeParts } from './time-parts.tsx';

const severities = ['P1', 'P2', 'P3', 'P4'] as const;
const statuses = ['pending', 'up', 'degraded', 'down', 'paused', 'maintenance'] as const;
const nothing = () => undefined;

/** A demo of each component in all its states, by component name. */
export const parts: Readonly<Record<string, () => ReactNode>> = {
  SeverityMark: () => (
    <>
      {severities.map((severity) => (
        <span key={severity}>
          <SeverityMark severity={severity} /> <SeverityMark severity={severity} isSet={false} />{' '}
          <SeverityMark severity={severity} isOver />
        </span>
      ))}
    </>
  ),
  Missing: () => (
    <>
      {missingStates.map((state) => (
        <Missing key={state} state={state} />
      ))}
    </>
  ),
  StateMark: () => (
    <>
      {statuses.map((status) => (
        <span key={status}>
          <StateMark status={status} />
        </span>
      ))}
      <StateMark status="down" isExplained />
      {severities.map((severity) => (
        <StateMark key={severity} status="down" severity={severity} />
      ))}
    </>
  ),
  Awaited: () => <Awaited title={samples.name} />,
  AwaitedPart: () => (
    <>
      <AwaitedPart />
      <AwaitedPart waitsFor="opening" />
    </>
  ),
  DayField: () => (
    <>
      <DayField label={samples.name} value="2026-12-24" onChange={nothing} />
      <DayField label={samples.name} value="" onChange={nothing} />
      <DayField label={samples.name} value={samples.other} onChange={nothing} />
    </>
  ),
  DaysField: () => (
    <DaysField
      label={samples.name}
      description={samples.other}
      value={['2026-12-24', samples.other]}
      onChange={nothing}
    />
  ),
  Face: () => (
    <>
      {[samples.name, samples.other].map((name, order) => (
        <span key={name}>
          <Face name={name} color={presenceColor(order).color} />{' '}
          <Face name={name} color={presenceColor(order).color} size="small" />
        </span>
      ))}
    </>
  ),
  Kbd: () => (
    <>
      {['a', 'mod+k', 'shift+enter', 'alt+arrowup', 'escape'].map((keys) => (
        <Kbd key={keys} keys={keys} isAlways />
      ))}
      <Kbd keys="n" />
    </>
  ),
  ...timeParts,
  LinkedText: () => (
    <span>
      <LinkedText text={samples.text} />
    </span>
  ),
  Problem: () => (
    <>
      <Problem>{samples.problem}</Problem>
      <Problem again={() => undefined}>{samples.problem}</Problem>
    </>
  ),
  CopyField: () => <CopyField label={samples.head} value="https://muster.example.org/join#4XQ2" />,
  TableHead: () => (
    <table>
      <TableHead columns={[samples.head, samples.name]} actions={samples.act} />
    </table>
  ),
  RoomDialog: () => <ADialog />,
  Ask: () => <AQuestion />,
  Choices: () => <AChoice />,
  Sheet: () => (
    <Sheet back={{ href: '#/parts', go: nothing }} label={samples.head}>
      {samples.why}
    </Sheet>
  ),
  NameToConfirm: () => (
    <>
      <NameToConfirm label={samples.label} name={samples.name} onMatch={nothing} />
      <NameToConfirm label={samples.label} name={samples.name} onMatch={nothing} disabled />
    </>
  ),
  Sentence: () => <Sentence says={samples.sentence} parts={{ key: <Kbd keys="c" />, name: samples.name }} />,
  Empty: () => (
    <>
      <Empty title={samples.head} />
      <Empty title={samples.head} action={<Button>{samples.act}</Button>}>
        {samples.why}
      </Empty>
    </>
  ),
  EmptyScreen: () => <EmptyScreen title={samples.head}>{samples.why}</EmptyScreen>,
  NoSuch: () => <NoSuch title={samples.head} />,
  EmptyList: () => (
    <>
      <EmptyList words={samples.list} isFiltered={false} clear={nothing} />
      <EmptyList words={samples.list} isFiltered clear={nothing} />
    </>
  ),
  RecordList: () => (
    <>
      <RecordList
        words={samples.records}
        className={undefined}
        add={nothing}
        isEmpty
        heads={null}
        rows={[]}
      />
      <RecordList
        words={samples.records}
        className={undefined}
        add={nothing}
        isEmpty={false}
        heads={<span>{samples.label}</span>}
        rows={[<li key="a">{samples.head}</li>]}
      />
    </>
  ),
  RecordHead: () => (
    <RecordHead
      name={samples.name}
      facts={[samples.label, samples.button]}
      edit={{ words: samples.act, run: nothing }}
    />
  ),
  ErrorBoundary: () => (
    <ErrorBoundary name={samples.broken}>
      <Broken />
    </ErrorBoundary>
  ),
  SharedText: () => <WrittenText />,
  FileDrop: () => (
    <>
      <span className="label">{samples.quiet}</span>
      <FileDrop says={samples.file} onFile={nothing} />
    </>
  ),
  KeysWait: () => (
    <>
      <span className="label">{samples.drawsNothing}</span>
      <KeysWait />
    </>
  ),
  KeysPlace: () => (
    <>
      <span className="label">{samples.drawsNothing}</span>
      <KeysPlace place="" />
    </>
  ),
};

/** A button that opens a RoomDialog. */
function ADialog() {
  const [isOpen, setOpen] = useState(false);
  const close = useCallback(() => setOpen(false), []);
  return (
    <>
      <Button onClick={() => setOpen(true)}>{samples.act}</Button>
      <RoomDialog title={samples.head} closeLabel={samples.close} isOpen={isOpen} close={close}>
        {samples.problem}
      </RoomDialog>
    </>
  );
}

/** A button that opens a question beside it. */
function AQuestion() {
  const [isOpen, setOpen] = useState(false);
  const close = useCallback(() => setOpen(false), []);
  return (
    <Ask
      isOpen={isOpen}
      onClose={close}
      target={<Button onClick={() => setOpen(true)}>{samples.act}</Button>}
      title={samples.head}
      verb={samples.button}
      onAnswer={close}
    >
      {samples.why}
    </Ask>
  );
}

function AChoice() {
  const [value, setValue] = useState('Ana');
  const choices = [
    { value: 'Ana', shown: samples.name, hint: samples.hint },
    { value: 'Jo', shown: samples.other },
  ];
  return <Choices legend={samples.label} name="part" value={value} choices={choices} onChange={setValue} />;
}

/** Components that wrap all parts, so they need no entry. */
export const providers = ['KeysProvider', 'ClockProvider', 'OpenLinkProvider'];

function Broken(): ReactNode {
  throw new Error(samples.why2);
}

function WrittenText() {
  const { text, empty, awareness } = useMemo(() => {
    const doc = new Y.Doc();
    doc.getText('a').insert(0, samples.written);
    return { text: doc.getText('a'), empty: doc.getText('b'), awareness: new Awareness(doc) };
  }, []);
  return (
    <>
      <SharedText text={text} awareness={awareness} label={samples.field} />
      <SharedText
        text={empty}
        awareness={awareness}
        label={samples.field}
        placeholder={samples.placeholder}
      />
      <SharedText text={text} awareness={awareness} label={samples.field} readOnly minHeight={40} />
    </>
  );
}
