// The list of checks. A new kind is one file and one line here.
import type { Check } from './check.ts';
import { http } from './http.ts';

export const checks: Readonly<Record<string, Check>> = { http };
