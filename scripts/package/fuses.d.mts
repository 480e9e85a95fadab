export function readFuses(path: string): Promise<Record<string, boolean | null>>;
export function proveFuses(path: string): Promise<Record<string, boolean | null>>;
