import { Component, type ReactNode } from 'react';

/** Shown if a part of the application cannot be loaded or fails, instead of a blank page. */
export class ChunkBoundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return (
      <main id="main" className="notice" tabIndex={-1}>
        <h1>This page could not be loaded</h1>
        <p>The connection may be down, or the application was updated. What you wrote is kept.</p>
        <p className="notice-actions">
          <button type="button" className="button primary" onClick={() => location.reload()}>
            Reload
          </button>
          <a className="button" href="#/">
            All documents
          </a>
        </p>
      </main>
    );
  }
}
