-- Moves many documents on in one step. The caller says what happened, never what was before: the stored
-- state decides what is new, and the counters move by the true difference.
--
-- KEYS 1 event stream   2 active batches   3 this minute's metrics   then per batch: batch hash, documents hash
-- ARGV 1 now, ms   2 stream limit   3 seconds to keep a minute   then per batch: batch id, groups
--      groups = msgpack [group, ...], taken in order; it goes into the event as it came
--      group  = [stage 1-6, status, run, attempt, [document id, ...], columns]; a document stands in a group once
--        status:  r running, y failed and will be tried again, c completed, f failed for good,
--                 x the document is canceled (stage and attempt are not looked at)
--        columns: field = one value per document, in order; only those that are not all zero, and `bucket`:
--                 ms, bucket (of the time histogram), pages, pagesOcr, characters, entities, bytes,
--                 warn 0|1, cached 0|1, savedMs, code (exception), detail (of interest to readers only)
-- Returns {applied, ignored, then for each batch that ended by this call: batch id, run, final status}
--
-- Ignored, changing nothing: unknown batch or document, another run than the stored one, a document or
-- stage that has ended, an attempt older than the stored one, a status not later than the stored one in
-- the same attempt, a stage whose predecessor is not completed.
-- A batch that fails too often is paused (see lua/include/stop_loss.lua).
-- Invariants: the sum of d:* and, per stage, of s<i>:* never changes here; a batch's end is returned once.

--- @include state
--- @include counters
--- @include end_batch_if_done
--- @include events
--- @include apply_updates
--- @include stop_loss

local events_key, active_key, minute_key = KEYS[1], KEYS[2], KEYS[3]
local now = tonumber(ARGV[1])
local minute = {}
local result, applied, ignored = { 0, 0 }, 0, 0

for b = 1, (#ARGV - 3) / 2 do
  local batch_id, packed_groups = ARGV[2 + b * 2], ARGV[3 + b * 2]
  local batch_key, docs_key = KEYS[2 + b * 2], KEYS[3 + b * 2]
  local delta, skipped, position, changes, failed = {}, {}, 0, 0, false
  for _, group in ipairs(cmsgpack.unpack(packed_groups)) do
    changes = changes + apply_updates(docs_key, group, delta, minute, skipped, position)
    position = position + #group[5]
    failed = failed or group[2] == 'f'
  end
  applied, ignored = applied + changes, ignored + #skipped
  if changes > 0 then
    write_deltas(batch_key, delta)
    redis.call('HSETNX', batch_key, 'startedAt', now)
    if failed then stop_loss(batch_key, now) end
    local final = end_batch_if_done(batch_key, active_key, batch_id, now)
    emit(events_key, batch_key, batch_id, now, packed_groups, changes, skipped, final, ARGV[2])
    if final then
      result[#result + 1] = batch_id
      result[#result + 1] = redis.call('HGET', batch_key, 'run')
      result[#result + 1] = final
    end
  end
end

if next(minute) then
  write_deltas(minute_key, minute)
  redis.call('EXPIRE', minute_key, ARGV[3])
end
result[1], result[2] = applied, ignored
return result
