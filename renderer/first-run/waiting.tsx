import { useEffect, useState } from 'react';
import { Button } from '@mantine/core';
import { Entrance } from './entrance.tsx';

const quietMs = 1200;

/** Before the first answer: nothing for a moment, then the truth. */
export function Waiting({ detail }: { detail?: string }) {
  const [isLong, setIsLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setIsLong(true), quietMs);
    return () => clearTimeout(timer);
  }, []);
  if (!isLong) return null;
  const lead = detail ? `${detail} Trying again every second.` : 'Waiting for the server to answer.';
  return <Entrance title="Connecting" lead={<span role="status">{lead}</span>} />;
}

export function Refused({ detail, leave }: { detail: string; leave: (() => void) | null }) {
  return (
    <Entrance
      title="The server does not know you any more"
      lead={`${detail} Your access may have been removed, or the server was set up anew. Ask an owner for a new invitation.`}
    >
      {leave ? (
        <Button variant="filled" onClick={leave}>
          Use another invitation
        </Button>
      ) : null}
    </Entrance>
  );
}
