-- Records that a batch's parent job has done its work after a run, and tells whoever follows the events.
--
-- KEYS 1 batch hash  2 event stream
-- ARGV 1 batch id  2 run  3 counters that differed from a recount  4 now (ms)  5 most entries of the stream
-- Returns 1 when it is news, 0 when a later run was recorded before.
-- Invariant: `finalizedRun` never goes back. Repeating tells it again, which changes nothing for who listens.

--- @include events

local run = tonumber(ARGV[2])
if run < tonumber(redis.call('HGET', KEYS[1], 'finalizedRun') or '0') then return 0 end
redis.call('HSET', KEYS[1], 'finalizedRun', run, 'drift', ARGV[3])
emit(KEYS[2], KEYS[1], ARGV[1], ARGV[4], NO_GROUPS, 1, {}, nil, ARGV[5], run)
return 1
