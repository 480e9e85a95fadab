export interface Shipped {
  name: string;
  version: string;
  license: string;
  texts: string[];
  home: string;
}
export function shippedLicenses(root?: string): Shipped[];
export function noticesText(packages?: Shipped[]): string;
