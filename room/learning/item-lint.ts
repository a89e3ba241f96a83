// AI2: checks an action item for what a reader in three months needs: owner, due day, a clear action, and an end that
// shows it is done. Advice for the writer; it refuses nothing. English only.

/** A missing part of an item. */
export type ItemFault = 'verb' | 'end' | 'owner' | 'due';

const words = (text: string): readonly string[] => text.trim().split(/\s+/u);
const setOf = (text: string): ReadonlySet<string> => new Set(words(text));

/** Words that begin a noun phrase or a sentence, never an instruction. */
const openers = setOf(
  `a an the this that these those our your their its it we you they i he she there here should must need needs will
  would could can may might some any no more less better fewer lack missing all every each not because since when if
  new old good bad proper`,
);
/** Nouns that items often begin with; other nouns are detected by their ending. */
const nouns = setOf(
  `alarm alarms alerting alerts dashboard dashboards runbook runbooks playbook playbooks metrics logs postmortem
  retry retries timeout timeouts failover rollback capacity quota quotas backups ticket follow-up followup
  regression root meeting training ownership coverage visibility awareness process policy`,
);
/** Words with a noun's ending that are also verbs. */
const verbsThatLook =
  setOf(`bring ring sing fling sting string position condition mention question function section
  ration partition provision commission transition petition caution implement document experiment complement
  supplement comment`);
const nounEnding = /(?:ing|tion|sion|ment|ness|ity|ance|ence|ship)$/u;

/** Work without an end. */
const endless = [
  /^improve\b/u,
  /^enhance\b/u,
  /^optimi[sz]e\b/u,
  /^investigate\b/u,
  /^explore\b/u,
  /^consider\b/u,
  /^monitor\b/u,
  /^look (?:in|at|into)\b/u,
  /^think (?:about|of|over|through)\b/u,
  /^discuss\b/u,
  /^talk (?:to|with|about)\b/u,
  /^try (?:to|and)\b/u,
  /^be (?:more|less)\b/u,
  /^raise awareness\b/u,
  /^keep (?:an eye|watching|in mind)\b/u,
  /^pay (?:more )?attention\b/u,
  /^make sure\b/u,
  /^ensure\b/u,
  /^work on\b/u,
  /^follow up\b/u,
  /^reconsider\b/u,
];
/** What gives such work an end: a number, a condition, or a result. */
const ends =
  /\d|\b(?:so that|until|by (?:adding|writing|removing)|and (?:write|decide|record|publish|add|report))\b/u;

/** The missing parts of an item; empty when nothing is missing. A text without a letter has no verb. */
export function lintItem(item: {
  text: string;
  owner: string | null;
  due: number | null;
}): readonly ItemFault[] {
  const text = item.text
    .toLowerCase()
    .replaceAll(/[*_`“”"]/gu, '')
    .trim();
  const first = words(text)[0]?.replace(/[^\p{L}'-]/gu, '') ?? '';
  const faults: ItemFault[] = [];
  if (!mayBeVerb(first)) faults.push('verb');
  else if (endless.some((way) => way.test(text)) && !ends.test(text)) faults.push('end');
  if (item.owner === null) faults.push('owner');
  if (item.due === null) faults.push('due');
  return faults;
}

/** Unknown words count as verbs, because teams have verbs of their own. */
function mayBeVerb(word: string): boolean {
  if (word === '' || openers.has(word) || nouns.has(word)) return false;
  return verbsThatLook.has(word) || word.length < 6 || !nounEnding.test(word);
}
