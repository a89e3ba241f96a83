import { useEffect, useState } from 'react';
import { Button } from '@mantine/core';
import { strings } from '../../strings/index.ts';
import { Entrance } from './entrance.tsx';

const words = strings.firstRun;

const quietMs = 1200;

/** Before the first response: nothing for a moment, then a status. */
export function Waiting({ detail }: { detail?: string }) {
  const [isLong, setIsLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setIsLong(true), quietMs);
    return () => clearTimeout(timer);
  }, []);
  if (!isLong) return null;
  const lead = detail ? words.tryingAgain(detail) : words.waiting;
  return <Entrance title={words.connecting} lead={<span role="status">{lead}</span>} />;
}

export function Refused({ detail, leave }: { detail: string; leave: (() => void) | null }) {
  return (
    <Entrance title={words.unknownHere} lead={words.unknownWhy(detail)}>
      {leave ? (
        <Button variant="filled" onClick={leave}>
          {words.anotherInvitation}
        </Button>
      ) : null}
    </Entrance>
  );
}
