/** The bridge's requests about the operator log. */
import { readCommands } from '../../batches/command-record.ts';
import type { OperatorLog } from '../../operator-log/log.ts';
import type { RedisHolder } from '../redis-holder.ts';
import type { CoreHandlers } from '../types.ts';

export interface OperatorLogDeps {
  operatorLog: OperatorLog;
  redis: Pick<RedisHolder, 'link'>;
}

export const operatorLogHandlers = ({
  operatorLog,
  redis,
}: OperatorLogDeps): Pick<CoreHandlers, 'log.list' | 'log.verify' | 'log.server'> => ({
  'log.list': (query) => operatorLog.list(query),
  'log.verify': ({ head }) => operatorLog.verify(head),
  'log.server': ({ batchId }) => redis.link().run(({ redis: roles }) => readCommands(roles, batchId)),
});
