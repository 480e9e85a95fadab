/** SQL of the custodian of `documents d JOIN batches b`: its own, by a load file, or that of its batch. */
export const CUSTODIAN = 'coalesce(d.custodian, b.custodian)';
