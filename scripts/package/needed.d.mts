export function reachableFiles(outMain: string): string[];
export function neededPackages(root: string, outMain: string): string[];
