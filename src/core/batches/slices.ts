/**
 * Decides how many chains are added at a time. While the server adds a slice, other clients wait longer, and while this
 * process builds one, it does nothing else. So the size follows the measured waits: it grows by a step while waits are
 * short, and it is cut in proportion when they are too long.
 */

/** State of the controller. A plain value, so that the rule below is a pure function. */
export interface SliceState {
  /** Documents in the next slice. */
  readonly size: number;
  /** Longest wait that the last slice caused, ms; null before the first. */
  readonly lastMs: number | null;
  /** Documents in that slice. */
  readonly lastSize: number | null;
  /** Longest waits of the last slices of about this size, ms, newest last. */
  readonly recent: readonly number[];
  /** Explains the size on the Health page. */
  readonly why: string;
}

export interface SliceBounds {
  readonly min: number;
  readonly max: number;
  /** Longest wait that one slice should cause, ms. */
  readonly targetMs: number;
}

/**
 * The wait is measured in this process, so it includes the time that its own event loop was busy. Other clients may
 * wait at most 30 ms, and our loop may block at most 50 ms. A target below half of 30 ms leaves room for a slice that
 * costs more than the one before it (docs/decisions/0016).
 */
export const SLICE_BOUNDS: SliceBounds = { min: 20, max: 500, targetMs: 12 };
export const FIRST_SLICE = 50;

const STEP = 10;
/** Below this share of the target the size grows. Between it and the target the size stays. */
const ROOM = 0.8;
/** A cut aims at this share of the target, but leaves at least a quarter of the size. */
const MARGIN = 0.9;
const DEEPEST_CUT = 0.25;
/** A slice below this share of the allowed size is the rest of a batch and is not used. */
const TELLING = 0.75;

/** Slices that each decision is based on. */
const SAMPLE = 3;

const within = (size: number, { min, max }: SliceBounds): number =>
  Math.min(max, Math.max(min, Math.round(size)));

/**
 * Returns the state after one more slice: additive increase, multiplicative decrease. Other load on the machine only
 * makes waits longer, so a cut needs several slices in a row that were all too long, and uses the shortest wait. Growth
 * uses the median.
 * @param size documents in the measured slice
 * @param ms longest wait that the slice caused
 */
export function afterSlice(state: SliceState, bounds: SliceBounds, size: number, ms: number): SliceState {
  const seen = { lastMs: ms, lastSize: size };
  if (size < TELLING * state.size) return { ...state, ...seen };
  const recent = [...state.recent, ms].slice(-SAMPLE);
  if (recent.length < SAMPLE) return { ...state, ...seen, recent };
  const sorted = recent.toSorted((a, b) => a - b);
  const shortest = sorted[0] ?? ms;
  const median = sorted[Math.floor(SAMPLE / 2)] ?? ms;
  if (shortest > bounds.targetMs) {
    const cut = Math.max(DEEPEST_CUT, (MARGIN * bounds.targetMs) / shortest);
    const next = within(state.size * cut, bounds);
    const took = `at least ${Math.round(shortest)} ms for ${state.size} documents`;
    if (next < state.size)
      return {
        ...seen,
        size: next,
        recent: [],
        why: `lowered to ${next}: ${took}, target ${bounds.targetMs} ms`,
      };
    return { ...seen, size: state.size, recent, why: `kept at the minimum of ${state.size}: ${took}` };
  }
  const took = `${Math.round(median)} ms for ${state.size} documents`;
  if (median < ROOM * bounds.targetMs) {
    const next = within(state.size + STEP, bounds);
    if (next > state.size) return { ...seen, size: next, recent: [], why: `raised to ${next}: ${took}` };
    return { ...seen, size: next, recent, why: `kept at the maximum of ${next}: ${took}` };
  }
  return { ...seen, size: state.size, recent, why: `kept at ${state.size}: ${took}` };
}

export interface SliceController {
  /** Returns how many documents the next slice may contain. */
  next(): number;
  /** @param size documents in the slice @param ms longest wait that it caused */
  measured(size: number, ms: number): void;
  /** Fixes the size; null lets it follow the measurements again. */
  fix(size: number | null): void;
  state(): SliceState & SliceBounds & { fixed: boolean };
}

/** Creates the controller of one producer. It keeps what it learned from one batch for the next. */
export function createSlices(bounds: SliceBounds = SLICE_BOUNDS): SliceController {
  let state: SliceState = {
    size: within(FIRST_SLICE, bounds),
    lastMs: null,
    lastSize: null,
    recent: [],
    why: `adjusts after ${SAMPLE} measured steps`,
  };
  let fixed: number | null = null;
  return {
    next: () => fixed ?? state.size,
    measured(size, ms) {
      state = afterSlice(state, bounds, size, ms);
    },
    fix(size) {
      fixed = size === null ? null : within(size, bounds);
    },
    state: () => ({
      ...state,
      ...bounds,
      ...(fixed === null ? {} : { size: fixed, why: 'set in Settings' }),
      fixed: fixed !== null,
    }),
  };
}

/** Sends one request; called repeatedly while a slice runs. */
export type Probe = () => Promise<unknown>;

/**
 * Runs `work` and measures the longest wait on another connection, which probes the server repeatedly. The wait
 * includes the time that the server and this process were busy.
 * @param probe a PING on a connection that `work` does not use
 * @returns the value of `work`; `ms` is null if a probe failed
 * @throws the error of `work`
 */
export async function whileProbing<T>(
  probe: Probe,
  work: () => Promise<T>,
): Promise<{ value: T; ms: number | null }> {
  let over = false;
  let longest: number | null = 0;
  let from = performance.now();
  const ask = async (): Promise<void> => {
    while (!over && longest !== null) {
      from = performance.now();
      const answered = await probe().then(
        () => true,
        () => false,
      );
      if (!over) longest = answered ? Math.max(longest, performance.now() - from) : null;
    }
  };
  void ask();
  try {
    const value = await work();
    return { value, ms: longest === null ? null : Math.max(longest, performance.now() - from) };
  } finally {
    over = true;
  }
}
