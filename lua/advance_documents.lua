-- Applies what happened to many documents in one step. The caller reports only what happened. The script
-- compares it with the stored state and changes the counters by the difference.
--
-- KEYS 1 events   2 active   3 minute   then per batch: batch, documents
-- ARGV 1 now, ms   2 stream limit   3 seconds to keep a minute   then per batch: batch id, groups
--      groups = msgpack [group, ...], applied in order and copied into the event unchanged
--      group  = [stage 1-6, status, run, attempt, [document id, ...], columns]; each document appears in a
--               group once
--        status:  r running, y failed and will be tried again, c completed, f failed for good,
--                 x the document is canceled (stage and attempt are ignored)
--        columns: field = one value per document, in order. A column that is zero throughout is left out,
--                 except `bucket`. Fields: ms, bucket (of the time histogram), pages, pagesOcr, characters,
--                 entities, bytes, warn 0|1, cached 0|1, savedMs, code (exception), detail (only readers of
--                 the event stream use it)
-- Returns {applied, ignored, then for each batch that this call ended: batch id, run, final status}
--
-- Ignores an update, changing nothing, when the batch or document is unknown, the run is not the stored run,
-- the document or stage has ended, the attempt is older than the stored one, the status is not later than the
-- stored one in the same attempt, or the previous stage is not completed.
-- Pauses a batch in which too many documents fail (see lua/include/stop_loss.lua).
-- Invariants: the sum of d:* and, per stage, of s<i>:* never changes here. The end of a run is returned once.

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
  local batch_key, documents_key = KEYS[2 + b * 2], KEYS[3 + b * 2]
  local delta, skipped, position, changes, failed = {}, {}, 0, 0, false
  for _, group in ipairs(cmsgpack.unpack(packed_groups)) do
    changes = changes + apply_updates(documents_key, group, delta, minute, skipped, position)
    position = position + #group[5]
    failed = failed or group[2] == 'f'
  end
  applied, ignored = applied + changes, ignored + #skipped
  if changes > 0 then
    write_deltas(batch_key, delta)
    redis.call('HSETNX', batch_key, 'startedAt', now)
    if failed then apply_stop_loss(batch_key, now) end
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
