/**
 * How many jobs of a queue a worker runs at a time, found by trying: a step up that brings throughput is kept, one
 * that brings none is taken back, and a step down that costs none is kept too, for slots that do nothing only make
 * documents wait in memory. A step that seems to pay is checked against the old value once more, because what a
 * batch consists of, and what else the machine does, change in the meantime. A plain function of what is known and
 * what was measured, so that it can be proven.
 */

export interface TuningBounds {
  readonly min: number;
  readonly max: number;
}

/** What a queue did in one window. */
export interface Measurement {
  /** Jobs that ended, well or by their own fault. */
  readonly ended: number;
  /** Jobs that will be tried again: the machine's or a neighbor's fault. */
  readonly troubled: number;
  readonly seconds: number;
  /** Jobs that ran at a time, on average. */
  readonly busy: number;
  /** Whether memory is short on this machine. */
  readonly memoryShort: boolean;
}

interface Known {
  readonly value: number;
  /** Jobs per second at `value`. */
  readonly rate: number;
  readonly ended: number;
}

export interface TuningState {
  readonly value: number;
  /** What the value under trial is compared with; null: nothing is under trial. */
  readonly base: Known | null;
  /** What the trial measured, while `value` is the old one again to check it; else null. */
  readonly found: Known | null;
  /** Which way the next trial goes. */
  readonly up: boolean;
  /** Windows until the next trial; during one, windows until it is given up. */
  readonly rest: number;
  readonly perSecond: number | null;
  /** Why `value` is what it is, in words for Health. */
  readonly why: string;
}

/** Jobs that a window must have seen before it says anything. */
export const TELLING_JOBS = 50;
const STEP_UP = 0.5;
const STEP_DOWN = 0.25;
/** A step up must bring this share at least; more when few jobs were seen. */
const WORTH = 0.05;
/** A step down may cost this share. */
const FREE = 0.03;
/** A window says something about its slots only when this share of them was in use. */
const IN_USE = 0.75;
/** Trials cost throughput when they fail, so they are this many windows apart. */
const REST = 8;
/** Windows of a worker's first seconds say how long its parsers take to start. */
const WARM_UP = 2;
/** A trial that so many windows could not tell about is taken back: the queue ran empty under it. */
const PATIENCE = 2;
/** This share of jobs in trouble, and at least so many, means that somebody is overloaded. */
const TROUBLE_SHARE = 0.2;
const TROUBLE_LEAST = 5;

export const startTuning = (value: number): TuningState => ({
  value,
  base: null,
  found: null,
  up: true,
  rest: WARM_UP,
  perSecond: null,
  why: 'nothing measured yet',
});

/** Whether a value is under trial: one queue at a time, or two trials would be taken for each other's effect. */
export const isTrying = (state: TuningState): boolean => state.base !== null;

const within = (value: number, { min, max }: TuningBounds): number => Math.min(max, Math.max(min, value));
const percent = (share: number): string => {
  const whole = Math.round(share * 100);
  return `${whole < 0 ? '−' : '+'}${Math.abs(whole)} %`;
};

/** What the next value to try is; the same one at a bound. */
const trial = (value: number, up: boolean, bounds: TuningBounds): number =>
  within(
    up
      ? value + Math.max(1, Math.round(value * STEP_UP))
      : value - Math.max(1, Math.round(value * STEP_DOWN)),
    bounds,
  );

/** By how much a rate may be off, as a share: its jobs are counted events. */
const noise = (a: number, b: number): number => Math.sqrt(1 / Math.max(1, a) + 1 / Math.max(1, b));

/**
 * One window later. @param mayTry false while another queue's trial runs
 * @returns the same object when the window said nothing and nothing is under trial
 */
export function tune(
  state: TuningState,
  bounds: TuningBounds,
  seen: Measurement,
  mayTry: boolean,
): TuningState {
  const { value, base } = state;
  const tries = seen.ended + seen.troubled;
  const rate = seen.seconds > 0 ? seen.ended / seen.seconds : 0;
  const halve = (why: string): TuningState => {
    const next = within(Math.floor(value / 2), bounds);
    const what = next < value ? `lowered to ${next}` : `kept at ${value}, the least`;
    return {
      value: next,
      base: null,
      found: null,
      up: true,
      rest: REST,
      perSecond: rate,
      why: `${what}: ${why}`,
    };
  };
  if (seen.memoryShort) return halve('memory is short on this machine');
  if (seen.troubled >= TROUBLE_LEAST && seen.troubled >= TROUBLE_SHARE * tries)
    return halve(`${seen.troubled} of ${tries} jobs must be tried again`);
  // Fewer jobs than slots, or too few to tell: the window is about the batch, not about the value.
  if (seen.ended < TELLING_JOBS || seen.busy < IN_USE * value) {
    if (base === null) return state;
    if (state.rest > 1) return { ...state, rest: state.rest - 1 };
    return {
      ...state,
      value: base.value,
      base: null,
      found: null,
      rest: 0,
      why: `back to ${base.value}: too little to do to tell`,
    };
  }

  const now: Known = { value, rate, ended: seen.ended };
  if (base !== null) return judge(state, base, now, bounds);
  if (state.rest > 0 || !mayTry) return { ...state, rest: Math.max(0, state.rest - 1), perSecond: rate };
  const next = trial(value, state.up, bounds);
  if (next === value) return { ...state, up: !state.up, rest: REST, perSecond: rate };
  return {
    ...state,
    value: next,
    base: now,
    rest: PATIENCE,
    perSecond: rate,
    why: `trying ${next} instead of ${value}`,
  };
}

/** A trial, or the check of one, has been measured. */
function judge(state: TuningState, base: Known, now: Known, bounds: TuningBounds): TuningState {
  const found = state.found ?? now;
  const up = found.value > base.value;
  // Up, it must beat the old value before and after; down, it need only be as good as that was on average.
  const after = state.found === null ? base.rate : now.rate;
  const old = up ? Math.max(base.rate, after) : (base.rate + after) / 2;
  const gain = old > 0 ? found.rate / old - 1 : 1;
  const effect = `throughput ${percent(gain)}`;
  const pays = up ? gain >= Math.max(WORTH, noise(found.ended, base.ended)) : gain >= -FREE;
  const done = { base: null, found: null, rest: REST, perSecond: now.rate };
  if (!pays) {
    const why = `back to ${base.value}: ${effect} with ${found.value}`;
    return { ...done, value: base.value, up: !up, why };
  }
  if (state.found === null) {
    const why = `checking ${base.value} again: ${effect} with ${found.value}`;
    return { ...state, value: base.value, found: now, rest: PATIENCE, perSecond: now.rate, why };
  }
  const why = up ? `raised to ${found.value}: ${effect}` : `lowered to ${found.value}: ${effect} with fewer`;
  // What paid once may pay again.
  return {
    ...done,
    value: found.value,
    up,
    rest: found.value === trial(found.value, up, bounds) ? REST : 1,
    perSecond: found.rate,
    why,
  };
}
