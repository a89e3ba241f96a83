import type { TeamTemplate } from '#room/facts/review-template.ts';
import { managedShape } from '#wire/api/list.ts';
import { shelfRoutes } from '../http/collection-routes.ts';
import { changedMeanwhile, Problem } from '../http/problem.ts';
import {
  mostTemplates,
  reviewTemplateSchema,
  type ReviewTemplates,
  type TemplateRefusal,
} from './review-templates.ts';

type Takes = {
  reviewTemplates: ReviewTemplates;
};

type Item = NonNullable<ReturnType<ReviewTemplates['find']>>;

function refused(refusal: TemplateRefusal): Problem {
  if (refusal === 'unknown') return new Problem(404, 'There is no such review template.');
  if (refusal === 'changed-meanwhile') return new Problem(...changedMeanwhile);
  if (refusal === 'too-many')
    return new Problem(400, `There are already ${mostTemplates} review templates. That is the limit.`);
  return new Problem(400, 'The review template is not as expected.', {
    errors: [{ field: 'name', expected: 'a name that no other review template has' }],
  });
}

export const reviewTemplateRoutes = shelfRoutes<Takes, TeamTemplate, Item, TemplateRefusal>({
  path: '/api/v1/review-templates',
  summaries: {
    list: 'Every template of reviews',
    add: 'Add a template of reviews',
    one: 'One template of reviews',
    change: 'Change a template; reviews that were begun with it stay as they are',
    remove: 'Remove a template; reviews that were begun with it stay as they are',
  },
  schema: reviewTemplateSchema,
  adds: managedShape,
  shelf: (parts) => parts.reviewTemplates,
  show: ({ id, settings }) => ({ ...settings, id }),
  refused,
});
