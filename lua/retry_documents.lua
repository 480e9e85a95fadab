-- Opens failed documents again, a slice per call. Each goes on at the stage that failed; the stages before
-- it keep their results.
--
-- KEYS 1 batch hash   2 documents hash   3 active batches   4 event stream   5 repairs hash
-- ARGV 1 batch id   2 now, ms   3 stream limit   4 stage 1-6, or 0 for any   5 exception code, or '' for any
--      6 msgpack [document id, ...]
-- Returns {the batch's run, then for each that was opened: document id, its new run, stage to begin with}.
-- The batch's run grows by one when the batch had ended: it will end, and be reported, once more.
--
-- Not opened: what is not an exception, is another cause, was refused at intake (no stage failed), or has had
-- as many runs as a state counts.
-- Repeating a call opens nothing twice; what counts automatic repairs of a document begins anew.
-- Invariant: sums of d:* and s<i>:* stay.

--- @include state
--- @include counters
--- @include reopen
--- @include end_batch_if_done
--- @include events

local batch_key, docs_key, active_key, events_key = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local batch_id, now, only_stage, only_code = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[4]), ARGV[5]
local v = redis.call('HMGET', batch_key, 'control', 'run', 'endedRun', 'createdAt')
local control, run = v[1], tonumber(v[2] or 0)
if not control or control == 'canceled' then return { run } end

local ids = cmsgpack.unpack(ARGV[6])
local packed = #ids > 0 and redis.call('HMGET', docs_key, unpack(ids)) or {}
local delta, groups, opened, write = {}, {}, { run }, {}
for i, id in ipairs(ids) do
  local d = packed[i] and read_state(packed[i])
  local stage = d and d.status == 'e' and failed_stage(d) or 0
  local code = d and d.code
  local meant = stage > 0 and (only_stage == 0 or only_stage == stage) and (only_code == '' or only_code == code)
  if meant and reopen(delta, d, stage) then
    add(delta, 'e:' .. stage .. ':' .. code, -1)
    write[#write + 1] = id
    write[#write + 1] = write_state(d)
    groups[#groups + 1] = { stage, 'w', d.run, 0, { id } }
    opened[#opened + 1] = id
    opened[#opened + 1] = d.run
    opened[#opened + 1] = stage
    redis.call('HDEL', KEYS[5], id)
  end
end
if #groups == 0 then return opened end
redis.call('HSET', docs_key, unpack(write))
write_deltas(batch_key, delta)
-- Opened before they have jobs: until the flow is marked complete again, a restart adds what is missing.
redis.call('HDEL', batch_key, 'flow')
if tonumber(v[3] or 0) >= run then
  opened[1] = redis.call('HINCRBY', batch_key, 'run', 1)
  redis.call('HSET', batch_key, 'status', control == 'paused' and 'paused' or 'running')
  redis.call('HDEL', batch_key, 'endedAt')
  redis.call('ZADD', active_key, v[4], batch_id)
end
emit(events_key, batch_key, batch_id, now, cmsgpack.pack(groups), #groups, {}, false, ARGV[3])
return opened
