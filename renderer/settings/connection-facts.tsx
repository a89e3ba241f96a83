import { ConnectionWords } from '../shell/connection-words.tsx';
import { useFeedConnection } from '../shell/use-feed-connection.ts';
import type { UpstreamState } from '#room/feed.ts';
import { countChanges } from '../room/connection-words.ts';
import { useFeed } from '../state/feed.tsx';
import { useSession } from '../state/session.tsx';
import { useTeamClock } from '../ui/now.tsx';
import { Ago } from '../ui/time.tsx';
import { Fact } from './fact.tsx';
import { Hub } from './hub.tsx';
import { JoinedHubs } from './joined-hubs.tsx';
import styles from './settings.module.css';

/** Which server this is, who is above it, and what of ours has got where. */
export function ConnectionFacts() {
  const { server, team, bridge } = useSession();
  const { snapshot } = useFeed();
  const connection = useFeedConnection();
  const clock = useTeamClock();
  const upstreams = snapshot?.upstreams ?? [];
  return (
    <>
      <dl className={styles.facts}>
        <Fact name="Now">
          <ConnectionWords connection={connection} />
        </Fact>
        <Fact name={bridge ? "This computer's server" : 'Server'}>
          <span className="mono">{server}</span>
          {bridge && (
            <p className="label">
              Keeps a durable copy of every room here; the window talks to nothing else.
            </p>
          )}
        </Fact>
        {bridge && (
          <Fact name="Team">
            {team ? <span className="mono">{team}</span> : 'None: this is a war room on this computer'}
          </Fact>
        )}
        {upstreams.map((upstream) => (
          <UpstreamFact key={upstream.url} upstream={upstream} />
        ))}
        <Fact name="Team's clock">{sayOffset(clock.offsetMs())}</Fact>
        <Fact name="Server's version">
          {snapshot ? `${snapshot.server.version}, ${snapshot.server.role}` : 'not known yet'}
        </Fact>
      </dl>
      {bridge && <Hub />}
      {bridge && team && <JoinedHubs bridge={bridge} />}
    </>
  );
}

function UpstreamFact({ upstream }: { upstream: UpstreamState }) {
  const words = { connected: 'Connected', away: 'Away', refused: 'Refuses our token' }[upstream.state];
  return (
    <Fact name={`Link to ${hostOf(upstream.url)}`}>
      <p>
        <span className={upstream.state === 'connected' ? undefined : styles.trouble}>{words}</span>,{' '}
        <Ago at={upstream.since} />
      </p>
      <p className="label">
        {upstream.unsent === 0
          ? 'Has everything of ours'
          : `${countChanges(upstream.unsent)} not acknowledged there yet`}
        {upstream.reason ? ` (${upstream.reason})` : ''}
      </p>
    </Fact>
  );
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}

/** Under a tenth of a second is the error of the measurement. */
function sayOffset(ms: number): string {
  if (Math.abs(ms) < 100) return "The same as this computer's";
  const seconds = (Math.abs(ms) / 1000).toFixed(1);
  return `${seconds} s ${ms > 0 ? 'ahead of' : 'behind'} this computer's; what you write is stamped with the team's`;
}
