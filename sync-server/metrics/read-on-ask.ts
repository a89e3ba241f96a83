// Figures that are worked out when somebody asks for them.
import { Counter, Gauge, type Registry } from 'prom-client';

type Add = (name: string, help: string, value: () => number) => Gauge | Counter;

/** Adds gauges and counters to the registry; `value` is called at each reading of it. */
export function readOnAsk(registry: Registry): { gauge: Add; counter: Add } {
  const registers = [registry];
  return {
    gauge: (name, help, value) =>
      new Gauge({
        name,
        help,
        registers,
        collect() {
          this.set(value());
        },
      }),
    counter: (name, help, value) =>
      new Counter({
        name,
        help,
        registers,
        collect() {
          this.reset();
          this.inc(value());
        },
      }),
  };
}
