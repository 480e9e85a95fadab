-- Records that the jobs and results of a batch's run are gone from Redis.
--
-- KEYS 1 batch   2 held
-- ARGV 1 batch id   2 run
-- Returns 1 when the run was recorded, 0 when the batch has a later run, which has work of its own.
-- Invariant: a batch that leaves `held` has ended. A retry or re-run adds it again in the step that reopens it.

local batch_key, held_key = KEYS[1], KEYS[2]
local v = redis.call('HMGET', batch_key, 'run', 'endedRun')
if v[1] ~= ARGV[2] or tonumber(v[2] or 0) < tonumber(ARGV[2]) then return 0 end
redis.call('HSET', batch_key, 'releasedRun', ARGV[2])
redis.call('SREM', held_key, ARGV[1])
return 1
