import { useMemo } from 'react';
import { Select, type SelectProps } from '@mantine/core';

/** A choice of the time zones that this computer knows, and of the present one. */
export function ZoneSelect(props: Omit<SelectProps, 'data'>) {
  const { value } = props;
  const zones = useMemo(() => ['UTC', ...Intl.supportedValuesOf('timeZone')], []);
  const data = value ? [...new Set([value, ...zones])] : zones;
  return <Select searchable limit={40} {...props} data={data} />;
}
