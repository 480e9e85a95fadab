/** Waits for a condition that no event announces. Fails by the test's own time limit, with the reason. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 5));
}
