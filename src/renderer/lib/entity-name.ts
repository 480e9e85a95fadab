/** Shows canonical entities as people write them: `$186,500.00` for `USD 186500.00`, `Nov 13, 2023` for `2023-11-13`. */
import type { EntityKind } from '../../shared/mentions.ts';

const MONEY = /^([A-Z]{3}) (-?\d+(?:\.\d+)?)$/;
const DATE = /^(\d{4})-(\d{2})(?:-(\d{2}))?$/;

const monthFormat = new Intl.DateTimeFormat('en-US', { month: 'short', year: 'numeric', timeZone: 'UTC' });
const dayFormat = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeZone: 'UTC' });

/** Returns an amount such as `$186,500.00`; null when `name` is not an amount or its currency is unknown. */
function amount(name: string): string | null {
  const [, currency, value] = MONEY.exec(name) ?? [];
  if (currency === undefined) return null;
  try {
    // Prices per unit have more decimals than the currency: `$0.0325`.
    const decimals = /\.(\d{3,})$/.exec(value ?? '')?.[1]?.length;
    return new Intl.NumberFormat('en-US', {
      style: 'currency',
      currency,
      ...(decimals === undefined ? {} : { maximumFractionDigits: decimals }),
    }).format(Number(value));
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** Returns a date such as `Nov 13, 2023` or `Nov 2023`; null when `name` is not such a date. */
function date(name: string): string | null {
  const [, year, month, day] = DATE.exec(name) ?? [];
  if (year === undefined) return null;
  const at = new Date(`${year}-${month}-${day ?? '01'}T00:00:00Z`);
  if (Number.isNaN(at.getTime())) return null;
  return (day === undefined ? monthFormat : dayFormat).format(at);
}

/** Returns what to show for a canonical entity. Names that have no other form are shown as they are. */
export function entityName(kind: EntityKind, name: string): string {
  if (kind === 'money') return amount(name) ?? name;
  if (kind === 'date') return date(name) ?? name;
  return name;
}
