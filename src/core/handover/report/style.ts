/** The styles of a report: on the screen, and on letter or A4 paper. */
import type { Paper } from '../types.ts';

export const styleOf = (paper: Paper): string => `
@page { size: ${paper}; margin: 22mm 20mm 20mm; @bottom-right { content: counter(page) " of " counter(pages); font: 8.5pt sans-serif; color: #444; } }
* { box-sizing: border-box; }
body { font: 10pt/1.45 "Liberation Sans", Arial, Helvetica, sans-serif; color: #111; margin: 0 auto; max-width: 178mm; padding: 12mm 6mm; overflow-wrap: break-word; }
bdi { overflow-wrap: anywhere; }
h1 { font-size: 19pt; line-height: 1.2; margin: 0 0 2mm; }
h2 { font-size: 12pt; margin: 8mm 0 2mm; padding-bottom: 1mm; border-bottom: .4mm solid #111; break-after: avoid; }
p { margin: 0 0 2mm; } .quiet { color: #444; }
dl { display: grid; grid-template-columns: 34mm 1fr; gap: .8mm 4mm; margin: 4mm 0 0; } dt { color: #444; } dd { margin: 0; }
table { width: 100%; border-collapse: collapse; margin: 0 0 3mm; font-size: 9.5pt; }
th, td { text-align: left; vertical-align: top; padding: 1.1mm 3mm 1.1mm 0; border-bottom: .15mm solid #bbb; }
th { font-weight: bold; border-bottom-color: #111; overflow-wrap: normal; } tfoot td { font-weight: bold; border-bottom: 0; }
th:last-child, td:last-child { padding-right: 0; } .n { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
thead { display: table-header-group; } tfoot { display: table-row-group; } tr { break-inside: avoid; }
.sum { display: flex; flex-wrap: wrap; align-items: baseline; gap: 1mm 3.5mm; margin: 3mm 0; padding: 3mm 4mm; border: .3mm solid #111; break-inside: avoid; }
.sum b { display: block; font-size: 15pt; line-height: 1.15; font-variant-numeric: tabular-nums; } .sum span { font-size: 8.5pt; } .sum i { font-style: normal; font-size: 13pt; }
.sign { break-inside: avoid; } .sign div { display: grid; grid-template-columns: 1fr 1fr 36mm; gap: 6mm; margin-top: 14mm; } .sign span { border-top: .3mm solid #111; padding-top: 1mm; font-size: 8.5pt; color: #444; }
@media print { body { max-width: none; padding: 0; } }
`;
