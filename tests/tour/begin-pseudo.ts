import { forgetSweeps } from '#tests/helpers/pseudo/sweep.ts';

// oxlint-disable-next-line import/no-default-export -- Playwright takes the default export.
export default forgetSweeps;
