/** Runs the last steps of open logs when the process exits without closing them, as after a defect. */

const steps = new Set<() => void>();

const runAll = (): void => {
  // The newest first: what counts repetitions stands before what writes them.
  for (const step of [...steps].reverse()) step();
};

/** Adds a step, which must neither throw nor wait. @returns a function that removes it */
export function atExit(step: () => void): () => void {
  if (steps.size === 0) process.on('exit', runAll);
  steps.add(step);
  return () => {
    steps.delete(step);
    if (steps.size === 0) process.removeListener('exit', runAll);
  };
}
