/** How large a sample is. */

/** Documents of a sample at most: it is read beside everything else. */
export const MOST_SAMPLED = 100;
export const USUAL_SAMPLE = 20;
