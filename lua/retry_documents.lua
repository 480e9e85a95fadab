-- Reopens failed documents, one slice per call. Each continues at the stage that failed; earlier stages keep
-- their results.
--
-- KEYS 1 batch   2 documents   3 active   4 events   5 repairs   6 held
-- ARGV 1 batch id   2 now, ms   3 stream limit   4 stage 1-6, or 0 for any   5 exception code, or '' for any
--      6 msgpack [document id, ...]
-- Returns {the batch's run, then for each document reopened: document id, its new run, its first stage}.
-- The batch's run grows by one if the batch had ended, because it will end and be reported once more. The time of
-- the runs before goes into `workedMs`, so that this run is timed by itself and nobody counts the time in between.
--
-- Skips documents that are not exceptions, that do not match the stage or code, that were refused at intake (no
-- stage failed), or that have reached the highest run. Skips everything when the batch is canceled.
-- Repeating a call reopens nothing twice. A reopened document's count in `repairs` restarts at zero.
-- Invariant: the sums of d:* and s<i>:* do not change.

--- @include state
--- @include counters
--- @include reopen
--- @include end_batch_if_done
--- @include events

local batch_key, documents_key, active_key, events_key, repairs_key, held_key =
  KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6]
local batch_id, now, only_stage, only_code = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[4]), ARGV[5]
local v = redis.call('HMGET', batch_key, 'control', 'run', 'endedRun', 'createdAt', 'startedAt', 'endedAt',
  'pausedMs', 'firstStartedAt')
local control, run = v[1], tonumber(v[2] or 0)
if not control or control == 'canceled' then return { run } end

local ids = cmsgpack.unpack(ARGV[6])
local packed = #ids > 0 and redis.call('HMGET', documents_key, unpack(ids)) or {}
local delta, groups, reopened, write = {}, {}, { run }, {}
for i, id in ipairs(ids) do
  local d = packed[i] and read_state(packed[i])
  local stage = d and d.status == 'e' and failed_stage(d) or 0
  local code = d and d.code
  local matches = stage > 0 and (only_stage == 0 or only_stage == stage) and (only_code == '' or only_code == code)
  if matches and reopen(delta, d, stage) then
    add(delta, 'e:' .. stage .. ':' .. code, -1)
    write[#write + 1] = id
    write[#write + 1] = write_state(d)
    groups[#groups + 1] = { stage, 'w', d.run, 0, { id } }
    reopened[#reopened + 1] = id
    reopened[#reopened + 1] = d.run
    reopened[#reopened + 1] = stage
    redis.call('HDEL', repairs_key, id)
  end
end
if #groups == 0 then return reopened end
redis.call('HSET', documents_key, unpack(write))
write_deltas(batch_key, delta)
-- These documents have no jobs yet. Without `flow`, a restart knows that it must add the missing jobs.
redis.call('HDEL', batch_key, 'flow')
redis.call('SADD', held_key, batch_id)
if tonumber(v[3] or 0) >= run then
  reopened[1] = redis.call('HINCRBY', batch_key, 'run', 1)
  redis.call('HSET', batch_key, 'status', control == 'paused' and 'paused' or 'running')
  if v[5] and v[6] then
    redis.call('HINCRBY', batch_key, 'workedMs', math.max(0, v[6] - v[5] - (v[7] or 0)))
    redis.call('HSET', batch_key, 'firstStartedAt', v[8] or v[5])
  end
  redis.call('HSET', batch_key, 'kind', 'retry')
  redis.call('HDEL', batch_key, 'startedAt', 'endedAt', 'pausedMs')
  redis.call('ZADD', active_key, v[4], batch_id)
end
emit(events_key, batch_key, batch_id, now, cmsgpack.pack(groups), #groups, {}, false, ARGV[3])
return reopened
