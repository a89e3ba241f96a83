// A message's incident as a table of two columns, and the colour beside it.
import type { Severity } from '#room/facts/fact.ts';
import type { Message } from '../message.ts';

export function factsOf({ incident }: Message): { title: string; value: string }[] {
  if (incident === null) return [];
  const { number, severity, status, service } = incident;
  return [
    ...(number === null ? [] : [{ title: 'Incident', value: number }]),
    { title: 'Severity', value: severity },
    { title: 'Status', value: status },
    ...(service === null ? [] : [{ title: 'Service', value: service }]),
  ];
}

const colours: Record<Severity, number> = { P1: 0xe5484d, P2: 0xf76b15, P3: 0xe2a610, P4: 0x3e7bfa };
const over = 0x30a46c;

/** The severity's colour on the screen; green when the incident is over. */
export function colourOf({ incident, purpose }: Message): number {
  if (purpose === 'resolved') return over;
  return colours[incident?.severity ?? 'P4'];
}
