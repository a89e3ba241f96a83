// Every component in its states, dark and light side by side: run `npm run dev` and open `#/parts` at the printed
// address. Not part of the product.
import { Button, MantineProvider, Select, Switch, TextInput } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { cssVariablesResolver, theme } from '../../theme/mantine.ts';
import { ErrorBoundary } from '../../ui/error-boundary.tsx';
import { KeysProvider } from '../../ui/keys.tsx';
import { ClockProvider, createClock } from '../../ui/now.tsx';
import { OpenLinkProvider } from '../../ui/open-link.ts';
import { showDone } from '../../ui/show-done.tsx';
import { parts } from './parts.tsx';
import { samples } from './samples.ts';
import styles from './parts.module.css';

const schemes = ['dark', 'light'] as const;
const clock = createClock(
  () => Date.now(),
  () => 0,
);
const openNothing = () => undefined;

/** Both themes, each in its own frame, because a theme applies to a whole document. */
export function PartsPage({ hash }: { hash: string }) {
  const scheme = schemes.find((each) => hash === `#/parts/${each}`);
  if (scheme) return <Sheet scheme={scheme} />;
  return (
    <div className={styles.both}>
      {schemes.map((each) => (
        // oxlint-disable-next-line react/iframe-missing-sandbox -- this page itself, from the same server
        <iframe key={each} title={samples[each]} src={`${location.pathname}#/parts/${each}`} />
      ))}
    </div>
  );
}

function Sheet({ scheme }: { scheme: (typeof schemes)[number] }) {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariablesResolver} forceColorScheme={scheme}>
      <KeysProvider>
        <ClockProvider value={clock}>
          <OpenLinkProvider value={openNothing}>
            <main className={styles.sheet}>
              <h1>
                {samples.title}: {samples[scheme]}
              </h1>
              {Object.entries(parts).map(([name, Part]) => (
                <section key={name} className={styles.part} aria-label={name}>
                  <h2>{name}</h2>
                  <div className={styles.states}>
                    <ErrorBoundary name={name}>
                      <Part />
                    </ErrorBoundary>
                  </div>
                </section>
              ))}
              <Controls />
            </main>
            <Notifications position="bottom-right" withinPortal={false} />
          </OpenLinkProvider>
        </ClockProvider>
      </KeysProvider>
    </MantineProvider>
  );
}

const say = () => showDone({ message: samples.done, forMs: 8_000, undo: openNothing });

/** Mantine's controls in our theme. */
function Controls() {
  return (
    <>
      <section className={styles.part} aria-label={samples.buttons}>
        <h2>{samples.buttons}</h2>
        <div className={styles.states}>
          {(['filled', 'default', 'subtle'] as const).map((variant) => (
            <span key={variant}>
              <Button variant={variant}>{samples.button}</Button>{' '}
              <Button variant={variant} size="compact-sm">
                {samples.button}
              </Button>{' '}
              <Button variant={variant} disabled>
                {samples.button}
              </Button>{' '}
              <Button variant={variant} loading>
                {samples.button}
              </Button>
            </span>
          ))}
          <Button onClick={say}>{samples.show}</Button>
        </div>
      </section>
      <section className={styles.part} aria-label={samples.fields}>
        <h2>{samples.fields}</h2>
        <div className={styles.states}>
          <TextInput label={samples.label} description={samples.hint} placeholder={samples.name} />
          <TextInput label={samples.label} defaultValue={samples.name} error={samples.wrong} />
          <TextInput label={samples.label} defaultValue={samples.name} disabled />
          <Select label={samples.label} data={[samples.name, samples.other]} defaultValue={samples.name} />
          <Switch label={samples.hint} defaultChecked />
          <Switch label={samples.hint} />
        </div>
      </section>
    </>
  );
}
