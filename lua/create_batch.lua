-- Registers a batch, one slice of documents per call. Repeating a call changes nothing, so a producer that was
-- killed halfway starts again at the first slice.
--
-- KEYS 1 batch   2 documents   3 active   4 events   5 held
-- ARGV 1 batch id   2 now, ms   3 stream limit
--      4 msgpack {field = value}: the batch's own fields, written only where they are absent
--      5 msgpack [[document id, status p|d|k|e, exception code, bytes, warning 0|1], ...]
--      6 1 with the last slice: the batch is now registered and can end
-- Returns {documents added, final status}; the status is '' unless no document needs work.
--
-- Invariants: total equals the sum of d:*. For each stage, the sum of s<i>:* equals the documents added as p.

--- @include state
--- @include counters
--- @include end_batch_if_done
--- @include events

local batch_key, documents_key, active_key, events_key, held_key = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local batch_id, now = ARGV[1], tonumber(ARGV[2])

for field, value in pairs(cmsgpack.unpack(ARGV[4])) do
  redis.call('HSETNX', batch_key, field, value)
end
if redis.call('HSETNX', batch_key, 'run', 1) == 1 then
  redis.call('HSET', batch_key, 'control', 'running', 'status', 'submitting', 'createdAt', now)
  redis.call('ZADD', active_key, now, batch_id)
end

-- The facts of this slice have been stored, perhaps once more, so there is something to release.
redis.call('SADD', held_key, batch_id)

local added, delta = 0, {}
for _, row in ipairs(cmsgpack.unpack(ARGV[5])) do
  local id, status, code, bytes, warn = row[1], row[2], row[3], row[4], row[5]
  local d = new_state(status, code, warn == 1)
  if redis.call('HSETNX', documents_key, id, write_state(d)) == 1 then
    added = added + 1
    add(delta, 'total', 1)
    add(delta, 'd:' .. status, 1)
    if d.warn then add(delta, 'warn', 1) end
    if status == 'p' then
      add(delta, 'jobs', 1)
      add(delta, 'bytes', bytes)
      for i = 1, STAGES do add(delta, 's' .. i .. ':w', 1) end
    elseif status == 'e' then
      add(delta, 'e:0:' .. code, 1)
      add(delta, 'atIntake', 1)
    end
  end
end
write_deltas(batch_key, delta)

local final = false
if ARGV[6] == '1' then
  redis.call('HSET', batch_key, 'registered', 1)
  if redis.call('HGET', batch_key, 'status') == 'submitting' then redis.call('HSET', batch_key, 'status', 'running') end
  final = end_batch_if_done(batch_key, active_key, batch_id, now)
end
if added > 0 or final then emit(events_key, batch_key, batch_id, now, NO_GROUPS, 1, {}, final, ARGV[3]) end
return { added, final or '' }
