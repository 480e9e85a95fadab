import type { Configuration } from 'app-builder-lib';

export const FUSES: Readonly<Record<string, boolean>>;
export function builderConfig(env?: Record<string, string | undefined>): Configuration;
