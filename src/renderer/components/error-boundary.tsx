/** Keeps a defect in one page from blanking the whole app. */
import { Component, type ReactNode } from 'react';
import { RedwellError } from '../../shared/errors.ts';
import { asError } from '../lib/wire-error.ts';
import { ERROR_TEXT } from '../text/errors.ts';
import { ErrorAlert } from './error-alert.tsx';

interface Props {
  children: ReactNode;
}

/** Give it a `key` that changes with the page, so that navigation clears the error. */
export class ErrorBoundary extends Component<Props, { error: unknown }> {
  override state: { error: unknown } = { error: null };

  static getDerivedStateFromError(error: unknown): { error: unknown } {
    return { error };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
    const shown = new RedwellError('internal', ERROR_TEXT.page, {
      action: ERROR_TEXT.pageAction(asError(error).message),
      cause: error,
    });
    return <ErrorAlert error={shown} retry={() => this.setState({ error: null })} />;
  }
}
