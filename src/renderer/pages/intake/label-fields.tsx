/** Matter and custodian, with the values of earlier batches to choose from. */
import { Autocomplete } from '@mantine/core';
import type { BatchFields } from '../../stores/drafts.ts';
import { custodiansOf, type Labels, mattersOf } from './use-fields.ts';

type LabelValues = Pick<BatchFields, 'matter' | 'custodian'>;

interface Props {
  values: LabelValues;
  change: (part: Partial<LabelValues>) => void;
  labels: Labels;
  /** Precedes the test ids of both fields. */
  testId: string;
}

/** The list stays inside its form, which is a landmark, and is not cut off by the panel around it. */
const IN_FORM = { withinPortal: false, floatingStrategy: 'fixed' } as const;

export function LabelFields({ values: { matter, custodian }, change, labels, testId }: Props) {
  return (
    <>
      <Autocomplete
        label="Matter"
        size="xs"
        maxLength={200}
        value={matter}
        onChange={(value) => change({ matter: value })}
        data={mattersOf(labels)}
        comboboxProps={IN_FORM}
        style={{ flex: '1 1 150px' }}
        data-testid={`${testId}-matter`}
      />
      <Autocomplete
        label="Custodian"
        size="xs"
        maxLength={200}
        value={custodian}
        onChange={(value) => change({ custodian: value })}
        data={custodiansOf(labels, matter)}
        comboboxProps={IN_FORM}
        style={{ flex: '1 1 150px' }}
        data-testid={`${testId}-custodian`}
      />
    </>
  );
}
