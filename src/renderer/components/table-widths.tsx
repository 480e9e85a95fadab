/** The widths of a table's columns. */

interface WidthsProps {
  /** Pixels, in the order of the columns. Those without a width share the remaining space. */
  of: readonly (number | undefined)[];
  name: string;
  /** How many columns a brief row has. */
  brief: number;
}

/** The widths of the columns as rules of their own: a grid would read its columns anew for each row that is drawn. */
export function TableWidths({ of: widths, name, brief }: WidthsProps) {
  const row = `[data-columns="${name}"] tr`;
  const missing = widths.slice(brief).reduce<number>((sum, width = 0) => sum + width, 0);
  const rules = [
    ...widths.map((width, i) =>
      width === undefined ? '' : `${row} > :nth-child(${i + 1}) { flex: none; width: ${width}px; }`,
    ),
    `${row}[data-brief] > :last-child { margin-right: ${missing}px; }`,
  ];
  return (
    <style href={`columns ${name}`} precedence="medium">
      {rules.join('\n')}
    </style>
  );
}
