// SP68: a page's state, for the people who manage it.
import type { TargetState } from './publisher.ts';
import type { StatusPageInput } from '../page/whole-page.ts';

type Where = {
  generation: { sequence: number; renderedAt: number } | null;
  targets: readonly TargetState[];
};

/** `input` is the page's current input. */
export async function stateOf(input: StatusPageInput, { generation, targets }: Where) {
  const { viewPage } = await import('../page/whole-page.ts');
  const { components } = viewPage(input);
  return {
    sequence: generation?.sequence ?? null,
    renderedAt: generation?.renderedAt ?? null,
    components: components.map(({ id, name, standing }) => ({
      id,
      name,
      level: standing.shown,
      since: standing.since,
      silentSince: standing.silent?.since ?? null,
      conflict: standing.conflict,
    })),
    targets,
  };
}
