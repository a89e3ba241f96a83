import { optionsOf, readGroups } from './alertmanager.ts';
import { readSeverity } from './alert.ts';
import { alertFields, defineIntake } from './kind.ts';
import { fieldsOf, textOf } from './read.ts';
import { pick, toAlert } from './usual-alert.ts';

/**
 * Grafana's unified alerting sends Alertmanager's shape with more fields (version 1). Older versions send one flat
 * object.
 */
export const grafana = defineIntake({
  label: 'Grafana alerting',
  formats: ['grafana', 'alertmanager'],
  fields: alertFields,
  parse: (body, settings, now) => {
    const options = optionsOf(settings);
    const given = fieldsOf(body);
    const isLegacy =
      given['alerts'] === undefined && (textOf(given['ruleName']) ?? textOf(given['state'])) !== null;
    if (!isLegacy) return { alerts: readGroups(body, options, now), changes: [] };
    const wrongTitle = { field: 'title', expected: 'some text' };
    const alert = toAlert(
      {
        title: textOf(given['title']) ?? given['ruleName'],
        dedupKey: given['ruleId'],
        action: given['state'],
        details: given['message'],
        link: pick(given, 'link'),
      },
      wrongTitle,
    );
    const severity = readSeverity(fieldsOf(given['tags'])['severity'], options.own);
    const service = textOf(fieldsOf(given['tags'])[options.serviceFrom]);
    return { alerts: [{ ...alert, severity, service }], changes: [] };
  },
});
