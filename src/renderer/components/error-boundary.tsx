/** Keeps a defect in one page from blanking the console. */
import { Component, type ReactNode } from 'react';
import { RedwellError } from '../../shared/errors.ts';
import { ErrorAlert } from './error-alert.tsx';

interface Props {
  children: ReactNode;
}

/** Give it a `key` that changes with the page, so that going elsewhere starts afresh. */
export class ErrorBoundary extends Component<Props, { error: unknown }> {
  override state: { error: unknown } = { error: null };

  static getDerivedStateFromError(error: unknown): { error: unknown } {
    return { error };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
    const said = error instanceof Error ? error.message : String(error);
    const shown = new RedwellError('internal', 'This page could not be shown.', {
      action: `Your batches are not affected. Try again, or go to another page. (${said})`,
      cause: error,
    });
    return <ErrorAlert error={shown} retry={() => this.setState({ error: null })} />;
  }
}
