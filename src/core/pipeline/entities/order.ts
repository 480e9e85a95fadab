/** Compares two strings by UTF-16 code unit, so the order is the same whatever language the machine uses. */
export const compareCodeUnits = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
