import { alertmanager } from './alertmanager.ts';
import type { IntakeKind } from './kind.ts';

/** Grafana's unified alerting sends Alertmanager's shape with more fields (version 1). */
export const grafana: IntakeKind = { ...alertmanager, label: 'Grafana alerting' };
