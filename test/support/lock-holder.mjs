/** Holds the lock of an export until it is killed: `fork(this file, [path of the lock])`. */
import { DatabaseSync } from '@photostructure/sqlite';

const db = new DatabaseSync(process.argv[2] ?? '', { timeout: 0 });
db.exec('PRAGMA journal_mode = MEMORY; BEGIN IMMEDIATE');
process.send?.('held');
process.on('disconnect', () => process.exit());
