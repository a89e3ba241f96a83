import { strings } from '../strings/index.ts';
import { Sentence } from '../ui/sentence.tsx';
import { Ago } from '../ui/time.tsx';

/** FE12: why a button waits. `since`: epoch ms of the server's last word. */
export const ServerAway = ({ since }: { since: number }) => (
  <Sentence says={strings.ui.serverAway} parts={{ time: <Ago at={since} /> }} />
);
