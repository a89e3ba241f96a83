// The list of kinds of intakes. A new kind is one file and one line here.
import { choiceField } from '../forms/fields.ts';
import { heartbeat as heartbeatCheck } from '../checks/heartbeat.ts';
import { alertmanager } from './alertmanager.ts';
import { change } from './change.ts';
import { grafana } from './grafana.ts';
import { PayloadRefused } from './alert.ts';
import { defineIntake, type IntakeKind } from './kind.ts';
import { pagerduty } from './pagerduty.ts';
import { uptimeKuma } from './uptime-kuma.ts';
import { webhook } from './webhook.ts';

const takesNone = () => {
  throw new PayloadRefused([{ field: '(body)', expected: 'nothing: this intake takes no payloads' }]);
};
const severity = choiceField({
  label: 'Severity of a report',
  isMain: true,
  options: ['P3', 'P1', 'P2', 'P4'],
});

/** TG2: the first option is the default. */
const triage = choiceField({
  label: 'Reports page somebody',
  hint: 'If off, reports wait in triage until somebody judges them.',
  options: ['after triage', 'at once if others are affected', 'at once'],
});

/** A form for people: report-door.ts. */
const report = defineIntake({ label: 'Report form', fields: { severity, triage }, parse: takesNone });
/** A heartbeat monitor made together with the intake. Its key is the key of the monitor's beat address. */
const heartbeat = defineIntake({ label: 'Heartbeat', fields: heartbeatCheck.fields, parse: takesNone });

export const intakeKinds: Readonly<Record<string, IntakeKind>> = {
  pagerduty,
  alertmanager,
  grafana,
  'uptime-kuma': uptimeKuma,
  webhook,
  change,
  report,
  heartbeat,
};
