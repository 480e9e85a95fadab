-- Opens documents again whose jobs were lost, a slice per call: each goes on at its first stage that is not
-- completed, as a run of its own, so that whatever is left of the lost jobs is stale.
--
-- KEYS 1 batch hash   2 documents hash   3 event stream   4 repairs hash (document id -> times)
-- ARGV 1 batch id   2 now, ms   3 stream limit   4 times at most that a document is opened so
--      5 msgpack [[document id, packed state as it was seen], ...]
-- Returns for each that was opened or is to be given up: document id, its new run (0: give it up), stage 1-6
--
-- Not opened: a document whose state is another one now, one that has ended, and any of a batch that is
-- canceled. `repairs` counts since the last retry or re-run. Invariant: sums of d:* and s<i>:* stay.

--- @include state
--- @include counters
--- @include reopen
--- @include events

local batch_key, docs_key, events_key, repairs_key = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local batch_id, now, most = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[4])
local control = redis.call('HGET', batch_key, 'control')
if not control or control == 'canceled' then return {} end

local delta, groups, result, write = {}, {}, {}, {}
for _, row in ipairs(cmsgpack.unpack(ARGV[5])) do
  local id, seen = row[1], row[2]
  local packed = redis.call('HGET', docs_key, id)
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
redis.call('HSET', docs_key, unpack(write))
write_deltas(batch_key, delta)
-- Opened before they have jobs: until the flow is marked complete again, a restart adds what is missing.
redis.call('HDEL', batch_key, 'flow')
emit(events_key, batch_key, batch_id, now, cmsgpack.pack(groups), #groups, {}, false, ARGV[3])
return result
