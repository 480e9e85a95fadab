/** Canonical names as people write them. */
import { describe, expect, it } from 'vitest';
import { entityName } from '../../../src/renderer/lib/entity-name.ts';

describe('entityName', () => {
  it.each([
    ['money', 'USD 186500.00', '$186,500.00'],
    ['money', 'EUR 12.5', '€12.50'],
    ['money', 'about ten dollars', 'about ten dollars'],
    ['date', '2023-11-13', 'Nov 13, 2023'],
    ['date', '2023-11', 'Nov 2023'],
    ['date', '2023', '2023'],
    ['date', '2023-13-45', '2023-13-45'],
    ['person', '2023-11-13', '2023-11-13'],
  ] as const)('shows the %s %s as %s', (kind, name, shown) => {
    expect(entityName(kind, name)).toBe(shown);
  });
});
