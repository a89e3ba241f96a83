import { Component, type ReactNode } from 'react';
import { Button } from '@mantine/core';
import styles from './error-boundary.module.css';

type Props = { /** What failed, as in "The timeline". */ name: string; children: ReactNode };
type State = { error: Error | null };

/** Keeps one part's failure in that part, and says so in words. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { error: null };

  static getDerivedStateFromError(error: unknown): State {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render() {
    const { error } = this.state;
    if (!error) return this.props.children;
    return (
      <div className={styles.box} role="alert">
        <p className={styles.title}>{this.props.name} could not be shown</p>
        <p className="soft">
          Nothing that was written is lost; only the display failed. Show it again, or reload the window if it
          fails again.
        </p>
        <p className={styles.reason}>{error.message}</p>
        <Button onClick={() => this.setState({ error: null })}>Show again</Button>
      </div>
    );
  }
}
