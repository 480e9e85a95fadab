-- Decides for many jobs whether each may run its stage now, and records the ones that may as running.
-- This is where pause and cancel take effect.
--
-- KEYS 1 events   then per batch: batch, documents, parked
-- ARGV 1 now, ms   2 stream limit
--      then per batch: batch id, msgpack [[job reference, document id, run, stage 1-6, attempt], ...]
-- Returns one integer per job, in order:
--   0 run   1 the stage is already completed   2 the batch is paused; the job was added to `parked`   3 canceled
--   4 stale: the document is in a later run or has ended   5 unknown batch or document
--   6 the previous stage is not completed
--   plus 10 when the batch's flow is complete, so that nobody adds its jobs again: a job may then be removed as soon
--   as it is done
-- Invariants: those of advance_documents. A job that may not run changes nothing except `parked`.

--- @include state
--- @include counters
--- @include events
--- @include apply_updates

local events_key = KEYS[1]
local now = tonumber(ARGV[1])

-- Reads the packed string in place, as apply_updates does: unpacking a state for each job would cost more than
-- the rest of the call.
local function verdict_of(control, p, job)
  if not control or not p then return 5 end
  local stage, status = job[4], string.sub(p, 1, 1)
  if tonumber(string.sub(p, 2, 4)) ~= job[3] then return 4 end
  local at = 5 + (stage - 1) * 6
  if string.byte(p, at) == 99 then return 1 end
  if status == 'x' or control == 'canceled' then return 3 end
  if is_final(status) then return 4 end
  if stage > 1 and string.byte(p, at - 6) ~= 99 then return 6 end
  if control == 'paused' then return 2 end
  return 0
end

local verdicts = {}
for b = 1, (#ARGV - 2) / 2 do
  local batch_id, jobs = ARGV[1 + b * 2], cmsgpack.unpack(ARGV[2 + b * 2])
  local batch_key, documents_key, parked_key = KEYS[b * 3 - 1], KEYS[b * 3], KEYS[b * 3 + 1]
  local v = redis.call('HMGET', batch_key, 'control', 'run', 'flow')
  local control = v[1]
  local whole = tonumber(v[3] or 0) >= tonumber(v[2] or 1) and 10 or 0
  local ids, groups, by_kind = {}, {}, {}
  for i, job in ipairs(jobs) do ids[i] = job[2] end
  local packed = redis.call('HMGET', documents_key, unpack(ids))
  for i, job in ipairs(jobs) do
    local verdict = verdict_of(control, packed[i], job)
    verdicts[#verdicts + 1] = verdict + whole
    if verdict == 2 then redis.call('SADD', parked_key, job[1]) end
    if verdict == 0 then
      local kind = job[4] .. '.' .. job[3] .. '.' .. job[5]
      local group = by_kind[kind]
      if not group then
        group = { job[4], 'r', job[3], job[5], {} }
        by_kind[kind] = group
        groups[#groups + 1] = group
      end
      group[5][#group[5] + 1] = job[2]
    end
  end
  if #groups > 0 then
    local delta, skipped, position, changes = {}, {}, 0, 0
    for _, group in ipairs(groups) do
      changes = changes + apply_updates(documents_key, group, delta, {}, skipped, position)
      position = position + #group[5]
    end
    if changes > 0 then
      write_deltas(batch_key, delta)
      redis.call('HSETNX', batch_key, 'startedAt', now)
      emit(events_key, batch_key, batch_id, now, cmsgpack.pack(groups), changes, skipped, false, ARGV[2])
    end
  end
end
return verdicts
