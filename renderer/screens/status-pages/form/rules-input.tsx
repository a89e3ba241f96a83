// SP140: rules by which the page publishes failing checks by itself.
import { Button, MultiSelect, NumberInput, Textarea, TextInput } from '@mantine/core';
import { limits } from '#status-page/limits.ts';
import { expectedUnder } from '../../../fields/field.ts';
import { strings } from '../../../strings/index.ts';
import type { PageDraft } from './page-draft.ts';
import { componentKey, withRule, type RuleDraft } from './rule-draft.ts';
import styles from '../status-pages.module.css';

const words = strings.statusPages.rules;
const most = 20;

type Props = { draft: PageDraft; setDraft: (draft: PageDraft) => void; problem: unknown };

export function RulesInput({ draft, setDraft, problem }: Props) {
  const { rules } = draft;
  const set = (next: readonly RuleDraft[]) => setDraft({ ...draft, rules: next });
  const isFaulty = expectedUnder(problem, 'rules') !== undefined;
  return (
    <details className={styles.fold} open={isFaulty || undefined}>
      <summary>{words.title(rules.length)}</summary>
      <p className="soft">{words.why}</p>
      <ul>
        {rules.map((rule, index) => (
          <li key={rule.key}>
            <RuleFields
              rule={rule}
              number={index + 1}
              components={draft.components.map((each) => ({ value: componentKey(each), label: each.name }))}
              expected={(field) => expectedUnder(problem, `rules.${index}${field}`)}
              onChange={(changed) => set(rules.with(index, changed))}
              onRemove={() => set(rules.toSpliced(index, 1))}
            />
          </li>
        ))}
      </ul>
      {rules.length < most && (
        <Button size="compact-sm" onClick={() => set(withRule(rules, words.example))}>
          {words.add}
        </Button>
      )}
    </details>
  );
}

type RuleProps = {
  rule: RuleDraft;
  number: number;
  components: readonly { value: string; label: string }[];
  expected: (field: string) => string | undefined;
  onChange: (rule: RuleDraft) => void;
  onRemove: () => void;
};

function RuleFields({ rule, number, components, expected, onChange, onRemove }: RuleProps) {
  const change = (part: Partial<RuleDraft>) => onChange({ ...rule, ...part });
  const known = components.filter(({ value, label }) => value !== '' && label.trim() !== '');
  const gone = rule.components.filter((each) => !known.some(({ value }) => value === each));
  return (
    <fieldset className={styles.rule}>
      <legend className={styles.ruleTitle}>{words.rule(number, rule.name)}</legend>
      <div className={styles.componentActs}>
        <Button size="compact-sm" variant="subtle" aria-label={words.removeOf(number)} onClick={onRemove}>
          {words.remove}
        </Button>
      </div>
      <TextInput
        label={words.name}
        maxLength={60}
        value={rule.name}
        error={expected('.name')}
        onChange={(event) => change({ name: event.currentTarget.value })}
      />
      <NumberInput
        label={words.after}
        placeholder={words.afterDefault}
        min={0}
        max={1_440}
        allowDecimal={false}
        value={rule.afterMinutes}
        error={expected('.afterMinutes')}
        onChange={(value) => change({ afterMinutes: typeof value === 'number' ? value : '' })}
      />
      <MultiSelect
        className={styles.wide ?? ''}
        label={words.components}
        placeholder={rule.components.length === 0 ? words.allMeasured : ''}
        data={[...known, ...gone.map((each) => ({ value: each, label: each }))]}
        value={[...rule.components]}
        error={expected('.components')}
        onChange={(chosen) => change({ components: chosen })}
      />
      <TextInput
        className={styles.wide ?? ''}
        label={words.what}
        maxLength={limits.title}
        value={rule.title}
        error={expected('.title')}
        onChange={(event) => change({ title: event.currentTarget.value })}
      />
      <Textarea
        className={styles.wide ?? ''}
        label={words.body}
        description={words.bodyHint}
        autosize
        minRows={2}
        value={rule.body}
        error={expected('.body')}
        onChange={(event) => change({ body: event.currentTarget.value })}
      />
      <Textarea
        className={styles.wide ?? ''}
        label={words.resolved}
        description={words.resolvedHint}
        autosize
        minRows={1}
        value={rule.resolved}
        error={expected('.resolved')}
        onChange={(event) => change({ resolved: event.currentTarget.value })}
      />
    </fieldset>
  );
}
