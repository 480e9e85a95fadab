-- Reopens documents whose jobs were lost, one slice per call. Each continues at its first stage that is not
-- completed, in a new run, so that anything left of the lost jobs is stale.
--
-- KEYS 1 batch   2 documents   3 events   4 repairs
-- ARGV 1 batch id   2 now, ms   3 stream limit   4 how often one document may be repaired
--      5 msgpack [[document id, packed state as the caller read it], ...]
-- Returns for each document that was reopened or must be given up: document id, new run (0: give up), stage 1-6
--
-- Skips a document whose state has changed since the caller read it or that has ended, and every document of a
-- canceled batch. `repairs` counts the repairs of a document since its last retry or re-run.
-- Invariant: the sums of d:* and s<i>:* do not change.

--- @include state
--- @include counters
--- @include reopen
--- @include events

local batch_key, documents_key, events_key, repairs_key = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local batch_id, now, most = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[4])
local control = redis.call('HGET', batch_key, 'control')
if not control or control == 'canceled' then return {} end

local delta, groups, result, write = {}, {}, {}, {}
for _, row in ipairs(cmsgpack.unpack(ARGV[5])) do
  local id, seen = row[1], row[2]
  local packed = redis.call('HGET', documents_key, id)
  local d = packed == seen and read_state(packed)
  local stage = 0
  if d and not is_final(d.status) then
    stage = 1
    while stage <= STAGES and d.st[stage] == 'c' do stage = stage + 1 end
  end
  if stage > 0 and stage <= STAGES then
    local run = 0
    if redis.call('HINCRBY', repairs_key, id, 1) <= most and reopen(delta, d, stage) then
      run = d.run
      write[#write + 1] = id
      write[#write + 1] = write_state(d)
      groups[#groups + 1] = { stage, 'w', run, 0, { id } }
    end
    result[#result + 1] = id
    result[#result + 1] = run
    result[#result + 1] = stage
  end
end
if #groups == 0 then return result end
redis.call('HSET', documents_key, unpack(write))
write_deltas(batch_key, delta)
-- These documents have no jobs yet. Without `flow`, a restart knows that it must add the missing jobs.
redis.call('HDEL', batch_key, 'flow')
emit(events_key, batch_key, batch_id, now, cmsgpack.pack(groups), #groups, {}, false, ARGV[3])
return result
