/**
 * Finds by trial how many jobs of a queue a worker should run at a time. A step up is kept if throughput grows,
 * otherwise undone. A step down is kept if it costs no throughput, because unused slots only hold documents in
 * memory. Before a step is kept, the old value is measured again, because the documents and the load on the machine
 * change meanwhile. The rule is a pure function of the state and the measurement, so that tests can cover it.
 */

export interface TuningBounds {
  readonly min: number;
  readonly max: number;
}

/** What a queue did in one window. */
export interface Measurement {
  /** Jobs that completed, or failed because of their document. */
  readonly ended: number;
  /** Jobs that will be retried because of a fault outside their document. */
  readonly troubled: number;
  readonly seconds: number;
  /** Average number of jobs that ran at a time. */
  readonly busy: number;
  readonly memoryShort: boolean;
}

interface Rate {
  readonly value: number;
  /** Jobs per second at `value`. */
  readonly rate: number;
  readonly ended: number;
}

export interface TuningState {
  readonly value: number;
  /** The rate to compare the trial with; null if no trial is running. */
  readonly base: Rate | null;
  /** The rate of the trial while the old value is measured again; otherwise null. */
  readonly found: Rate | null;
  /** Whether the next trial goes up. */
  readonly up: boolean;
  /** Windows until the next trial starts or, during a trial, until it is abandoned. */
  readonly rest: number;
  readonly perSecond: number | null;
  /** Explains the value on the Health page. */
  readonly why: string;
}

/** A window with fewer jobs than this is not used. */
export const TELLING_JOBS = 50;
const STEP_UP = 0.5;
const STEP_DOWN = 0.25;
/** A step up must gain at least this share; more if few jobs were measured. */
const WORTH = 0.05;
/** A step down may lose this share. */
const FREE = 0.03;
/** A window is used only if this share of the slots was in use. */
const IN_USE = 0.75;
/** Windows between two trials. A failed trial costs throughput. */
const REST = 8;
/** Windows to skip at the start, while the worker's parsers start. */
const WARM_UP = 2;
/** A trial is undone after this many windows without enough jobs, because the queue has run empty. */
const PATIENCE = 2;
/** If at least this share of jobs, and at least this many, must be retried, something is overloaded. */
const TROUBLE_SHARE = 0.2;
const TROUBLE_LEAST = 5;

export const startTuning = (value: number): TuningState => ({
  value,
  base: null,
  found: null,
  up: true,
  rest: WARM_UP,
  perSecond: null,
  why: 'not measured yet',
});

/** Returns whether a trial is running. Only one queue may run one, because two trials would affect each other. */
export const isTrying = (state: TuningState): boolean => state.base !== null;

const within = (value: number, { min, max }: TuningBounds): number => Math.min(max, Math.max(min, value));
const percent = (share: number): string => {
  const whole = Math.round(share * 100);
  return `${whole < 0 ? '−' : '+'}${Math.abs(whole)} %`;
};

/** Returns the next value to try, or the same value at a bound. */
const trial = (value: number, up: boolean, bounds: TuningBounds): number =>
  within(
    up
      ? value + Math.max(1, Math.round(value * STEP_UP))
      : value - Math.max(1, Math.round(value * STEP_DOWN)),
    bounds,
  );

/** Returns the relative error of comparing two rates, from the numbers of counted jobs. */
const noise = (a: number, b: number): number => Math.sqrt(1 / Math.max(1, a) + 1 / Math.max(1, b));

/**
 * Returns the state after one more window.
 * @param mayTry false while another queue's trial is running
 * @returns the same object if the window is not used and no trial is running
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
    const change = next < value ? `lowered to ${next}` : `kept at the minimum of ${value}`;
    return {
      value: next,
      base: null,
      found: null,
      up: true,
      rest: REST,
      perSecond: rate,
      why: `${change}: ${why}`,
    };
  };
  if (seen.memoryShort) return halve('memory is short on this machine');
  if (seen.troubled >= TROUBLE_LEAST && seen.troubled >= TROUBLE_SHARE * tries)
    return halve(`${seen.troubled} of ${tries} jobs must be retried`);
  // With free slots or few jobs, throughput depends on the batch and not on the value.
  if (seen.ended < TELLING_JOBS || seen.busy < IN_USE * value) {
    if (base === null) return state;
    if (state.rest > 1) return { ...state, rest: state.rest - 1 };
    return {
      ...state,
      value: base.value,
      base: null,
      found: null,
      rest: 0,
      why: `back to ${base.value}: too few jobs to compare`,
    };
  }

  const now: Rate = { value, rate, ended: seen.ended };
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

/** Decides after a trial, or after its check, has been measured. */
function judge(state: TuningState, base: Rate, now: Rate, bounds: TuningBounds): TuningState {
  const found = state.found ?? now;
  const up = found.value > base.value;
  // A step up must beat the old value both before and after the trial; a step down must match its average.
  const after = state.found === null ? base.rate : now.rate;
  const oldRate = up ? Math.max(base.rate, after) : (base.rate + after) / 2;
  const gain = oldRate > 0 ? found.rate / oldRate - 1 : 1;
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
  // A step that paid may pay again, so the next trial starts soon.
  return {
    ...done,
    value: found.value,
    up,
    rest: found.value === trial(found.value, up, bounds) ? REST : 1,
    perSecond: found.rate,
    why,
  };
}
