/**
 * How many documents' chains are added at a time. While the server adds them, everybody else on that Redis waits
 * longer, and while they are built, nothing else happens in this process. So their number follows what was
 * measured: grown by a step while nobody waits long, cut by as much as somebody waited too long.
 */

/** What the controller knows. A plain value, so that the rule below can be a function of it. */
export interface SliceState {
  /** Documents of the next slice. */
  readonly size: number;
  /** The longest that anybody waited for the last slice, ms; null before the first. */
  readonly lastMs: number | null;
  /** Documents of that slice. */
  readonly lastSize: number | null;
  /** Waits of the last slices of about this size, ms, newest last. */
  readonly recent: readonly number[];
  /** Why `size` is what it is, in words for Health. */
  readonly why: string;
}

export interface SliceBounds {
  readonly min: number;
  readonly max: number;
  /** Nobody should wait longer than this for one slice, ms. */
  readonly targetMs: number;
}

/**
 * The wait is seen from this process, so it holds the time that its own loop was busy as well. What others may wait is
 * 30 ms and what our loop may be blocked 50: less than half of the first leaves room for what one slice costs more
 * than the one before (docs/decisions/0016).
 */
export const SLICE_BOUNDS: SliceBounds = { min: 20, max: 500, targetMs: 12 };
export const FIRST_SLICE = 50;

const STEP = 10;
/** Below this share of the target there is room to grow; between it and the target nothing is changed. */
const ROOM = 0.8;
/** A cut goes to where the target would just have been kept, less this, and never below a quarter at once. */
const MARGIN = 0.9;
const DEEPEST_CUT = 0.25;
/** A slice smaller than this share of what was allowed says nothing: it was the rest of a batch. */
const TELLING = 0.75;

/** Slices that a decision is taken from. */
const SAMPLE = 3;

const within = (size: number, { min, max }: SliceBounds): number =>
  Math.min(max, Math.max(min, Math.round(size)));

/**
 * The rule: additive increase, multiplicative decrease. What else the machine does only ever adds to a wait, so a cut
 * needs several slices in a row that were all too long, by the shortest of them; growing looks at the middle one.
 * @param size documents of the slice that was measured
 * @param ms the longest wait that it caused
 */
export function afterSlice(state: SliceState, bounds: SliceBounds, size: number, ms: number): SliceState {
  const seen = { lastMs: ms, lastSize: size };
  if (size < TELLING * state.size) return { ...state, ...seen };
  const recent = [...state.recent, ms].slice(-SAMPLE);
  if (recent.length < SAMPLE) return { ...state, ...seen, recent };
  const inOrder = recent.toSorted((a, b) => a - b);
  const least = inOrder[0] ?? ms;
  const middle = inOrder[Math.floor(SAMPLE / 2)] ?? ms;
  if (least > bounds.targetMs) {
    const cut = Math.max(DEEPEST_CUT, (MARGIN * bounds.targetMs) / least);
    const next = within(state.size * cut, bounds);
    const took = `${Math.round(least)} ms or more for ${state.size} documents`;
    if (next < state.size)
      return {
        ...seen,
        size: next,
        recent: [],
        why: `lowered to ${next}: ${took}, ${bounds.targetMs} ms wanted`,
      };
    return { ...seen, size: state.size, recent, why: `kept at ${state.size}, the least: ${took}` };
  }
  const took = `${Math.round(middle)} ms for ${state.size} documents`;
  if (middle < ROOM * bounds.targetMs) {
    const next = within(state.size + STEP, bounds);
    if (next > state.size) return { ...seen, size: next, recent: [], why: `raised to ${next}: ${took}` };
    return { ...seen, size: next, recent, why: `kept at ${next}, the most: ${took}` };
  }
  return { ...seen, size: state.size, recent, why: `kept at ${state.size}: ${took}` };
}

export interface SliceController {
  /** Documents that the next slice may hold. */
  next(): number;
  /** @param size documents of the slice @param ms the longest that anybody waited for it */
  measured(size: number, ms: number): void;
  /** The operator fixes the size; null lets it follow the measurements again. */
  fix(size: number | null): void;
  state(): SliceState & SliceBounds & { fixed: boolean };
}

/** One per producer: what it learned from one batch holds for the next. */
export function createSlices(bounds: SliceBounds = SLICE_BOUNDS): SliceController {
  let state: SliceState = {
    size: within(FIRST_SLICE, bounds),
    lastMs: null,
    lastSize: null,
    recent: [],
    why: `${SAMPLE} slices are measured before it moves`,
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
      ...(fixed === null ? {} : { size: fixed, why: 'fixed in Settings' }),
      fixed: fixed !== null,
    }),
  };
}

/** Asked again and again while a slice runs; answers as fast as the server lets it. */
export type Probe = () => Promise<unknown>;

/**
 * Runs `work` and measures the longest that anybody waited meanwhile: another connection asks, gets its answer,
 * asks again. What is measured holds the server's time for the slice and this process's own.
 * @param probe a PING on a connection that `work` does not use
 * @throws what `work` throws; a probe that fails is no measurement and lets `ms` be null
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
