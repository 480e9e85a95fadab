export const ROOMS: Record<string, { does: string; imports: string[] }>;
export function roomsTable(): string;
