/** Reads a drawing with all that belongs to it: shapes, diagrams and charts. */
import { chartLines } from './chart.ts';
import { drawingLines } from './drawing-text.ts';
import { type Parts, partsOfType, relatedParts } from './related.ts';

/** Returns the text of a drawing, with its diagrams and charts at the end. */
export const drawnLines = (parts: Parts, path: string): string[] => [
  ...drawingLines(parts.get(path)),
  ...attachedLines(parts, path),
];

/** Returns the text of the diagrams and charts in a drawing or slide. */
export function attachedLines(parts: Parts, path: string): string[] {
  const related = relatedParts(parts, path);
  const charts = related.filter((r) => r.type === 'chart' || r.type === 'chartEx');
  return [
    ...partsOfType(parts, related, 'diagramData').flatMap((part) => drawingLines(part)),
    ...charts.flatMap(({ target }) => chartPart(parts, target)),
  ];
}

function chartPart(parts: Parts, path: string): string[] {
  const bytes = parts.get(path);
  if (bytes === undefined) return [];
  const onTop = partsOfType(parts, relatedParts(parts, path), 'chartUserShapes');
  return [...chartLines(bytes), ...onTop.flatMap((part) => drawingLines(part))];
}
