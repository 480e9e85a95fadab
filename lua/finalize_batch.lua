-- Records that the parent job of a batch has finished its work for a run, and emits an event.
--
-- KEYS 1 batch   2 events
-- ARGV 1 batch id   2 run   3 number of counters that differed from a recount   4 now, ms   5 stream limit
-- Returns 1 when the run was recorded, 0 when a later run had already been recorded.
-- Invariant: `finalizedRun` never decreases. Repeating a call emits the event again, which readers tolerate.

--- @include events

local batch_key, events_key = KEYS[1], KEYS[2]
local run = tonumber(ARGV[2])
if run < tonumber(redis.call('HGET', batch_key, 'finalizedRun') or '0') then return 0 end
redis.call('HSET', batch_key, 'finalizedRun', run, 'drift', ARGV[3])
emit(events_key, batch_key, ARGV[1], ARGV[4], NO_GROUPS, 1, {}, nil, ARGV[5], run)
return 1
