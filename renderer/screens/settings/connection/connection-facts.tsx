import { ConnectionWords } from '../../../live-room/connection.tsx';
import { useFeedConnection } from '../../../live-room/use-feed-connection.ts';
import type { UpstreamState } from '#room/feed/feed.ts';
import { countChanges } from '../../../live-room/connection-words.ts';
import { useFeed } from '../../../server/feed.tsx';
import { useSession } from '../../../server/session.tsx';
import { strings } from '../../../strings/index.ts';
import { useTeamClock } from '../../../ui/now.tsx';
import { Ago } from '../../../ui/time.tsx';
import { Fact } from '../fact.tsx';
import { Hub } from './hub.tsx';
import { JoinedHubs } from './joined-hubs.tsx';
import { Locations } from './locations.tsx';
import { Uplinks } from './uplinks.tsx';
import styles from '../../../ui/section.module.css';

/** This server, its upstream servers, and how far our data has been sent. */
export function ConnectionFacts() {
  const { server, team, bridge, lostPort } = useSession();
  const { snapshot } = useFeed();
  const connection = useFeedConnection();
  const clock = useTeamClock();
  const upstreams = snapshot?.upstreams ?? [];
  return (
    <>
      <dl className={styles.facts}>
        <Fact name={strings.settings.now}>
          <ConnectionWords connection={connection} />
        </Fact>
        <Fact name={bridge ? strings.settings.thisComputersServer : strings.settings.server}>
          <span className="mono">{server}</span>
          {bridge && <p className="label">{strings.settings.thisComputersServerWhy}</p>}
          {lostPort !== undefined && <p className={styles.trouble}>{strings.settings.lostPort(lostPort)}</p>}
        </Fact>
        {bridge && (
          <Fact name={strings.settings.team}>
            {team ? <span className="mono">{team}</span> : strings.settings.noTeam}
          </Fact>
        )}
        {upstreams.map((upstream) => (
          <UpstreamFact key={upstream.url} upstream={upstream} />
        ))}
        <Fact name={strings.settings.teamsClock}>{sayOffset(clock.offsetMs())}</Fact>
        <Fact name={strings.settings.serversVersion}>
          {snapshot
            ? strings.settings.servedBy[snapshot.server.role](snapshot.server.version)
            : strings.settings.notKnownYet}
        </Fact>
      </dl>
      <Uplinks />
      <Locations />
      {bridge && <Hub />}
      {bridge && team && <JoinedHubs bridge={bridge} />}
    </>
  );
}

function UpstreamFact({ upstream }: { upstream: UpstreamState }) {
  const words = {
    connected: strings.settings.connected,
    away: strings.settings.away,
    refused: strings.settings.refusesOurToken,
  }[upstream.state];
  return (
    <Fact name={strings.settings.linkTo(hostOf(upstream.url))}>
      <p>
        <span className={upstream.state === 'connected' ? undefined : styles.trouble}>{words}</span>,{' '}
        <Ago at={upstream.since} />
      </p>
      <p className="label">
        {upstream.unsent === 0
          ? strings.settings.everythingSent
          : strings.settings.unsent(countChanges(upstream.unsent))}
        {upstream.reason ? ` (${upstream.reason})` : ''}
      </p>
    </Fact>
  );
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}

/** A difference under a tenth of a second is measurement error. */
function sayOffset(ms: number): string {
  if (Math.abs(ms) < 100) return strings.settings.sameClock;
  const seconds = (Math.abs(ms) / 1000).toFixed(1);
  return ms > 0 ? strings.settings.clockAhead(seconds) : strings.settings.clockBehind(seconds);
}
