-- Asks for many jobs at once whether each may run its stage now. Pause and cancel are read here, per batch.
--
-- KEYS per batch: batch hash, documents hash, parked set
-- ARGV 1 msgpack [[[job reference, document id, run, stage 1-6], ...], ...] in the order of KEYS
-- Returns one integer per job, in order:
--   0 run it   1 its stage is completed already   2 parked (remembered in the set)   3 cancelled
--   4 stale: the document is in a later run or has ended   5 unknown batch or document
--   6 the stage before it is not completed
-- Invariant: touches nothing but the parked set.

--- @include state

local verdicts = {}
for b, jobs in ipairs(cmsgpack.unpack(ARGV[1])) do
  local batch_key, docs_key, parked_key = KEYS[b * 3 - 2], KEYS[b * 3 - 1], KEYS[b * 3]
  local control = redis.call('HGET', batch_key, 'control')
  local ids = {}
  for i, job in ipairs(jobs) do ids[i] = job[2] end
  local packed = redis.call('HMGET', docs_key, unpack(ids))
  for i, job in ipairs(jobs) do
    local verdict = 0
    if not control or not packed[i] then
      verdict = 5
    else
      local d, stage = read_state(packed[i]), job[4]
      if d.run ~= job[3] then verdict = 4
      elseif d.st[stage] == 'c' then verdict = 1
      elseif d.status == 'x' or control == 'cancelled' then verdict = 3
      elseif is_final(d.status) then verdict = 4
      elseif stage > 1 and d.st[stage - 1] ~= 'c' then verdict = 6
      elseif control == 'paused' then
        verdict = 2
        redis.call('SADD', parked_key, job[1])
      end
    end
    verdicts[#verdicts + 1] = verdict
  end
end
return verdicts
