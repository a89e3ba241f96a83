/** The message is for the operator: the setting, what it was, what would be accepted. */
export class ConfigRefused extends Error {
  override name = 'ConfigRefused';
}
