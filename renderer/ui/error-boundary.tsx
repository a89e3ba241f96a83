import { Component, type ReactNode } from 'react';
import { Button } from '@mantine/core';
import { strings } from '../strings/index.ts';
import styles from './error-boundary.module.css';

const words = strings.ui;

type Props = { /** The part that failed, such as "The timeline". */ name: string; children: ReactNode };
type State = { error: Error | null };

/** Contains the failure of one part of the screen, and explains it. */
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
        <p className={styles.title}>{words.notShown(this.props.name)}</p>
        <p className="soft">{words.notShownWhy}</p>
        <p className={styles.reason}>{error.message}</p>
        <Button onClick={() => this.setState({ error: null })}>{words.showAgain}</Button>
      </div>
    );
  }
}
