// The services that a person muted on this desktop, each until a time by this computer's clock.
import type { SettingsStore } from '../settings.ts';
import { isOpen } from './standing.ts';
import type { Watched } from './watched.ts';

const hourMs = 3_600_000;

/** 0 hours ends the mute. */
export function keepMute(settings: SettingsStore, { service, hours }: { service: string; hours: number }) {
  const { [service]: _before, ...others } = settings.mutes();
  settings.keepMutes(hours === 0 ? others : { ...others, [service]: Date.now() + hours * hourMs });
}

export const listMutes = (mutes: Record<string, number>) =>
  Object.entries(mutes)
    .filter(([, until]) => until > Date.now())
    .map(([service, until]) => ({ service, until }));

/** Services for the mute menu: muted ones first, then those with open incidents, then the other monitored ones. */
export function readServices({ incidents, watchedServices }: Watched, mutes: Record<string, number>) {
  const troubled = [...incidents.values()].filter(isOpen).flatMap(({ service }) => service ?? []);
  const muted = new Map(listMutes(mutes).map(({ service, until }) => [service, until]));
  const all = new Set([...muted.keys(), ...troubled, ...watchedServices]);
  return {
    services: [...all].map((service) => ({ service, until: muted.get(service) ?? null })),
    nextUnmute: muted.size === 0 ? null : Math.min(...muted.values()),
  };
}
