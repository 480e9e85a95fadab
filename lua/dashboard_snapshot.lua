-- Returns everything the overview needs in one round trip. Batches that have not changed since the caller's
-- last call are left out, so the cost of a refresh follows the number of changed batches.
--
-- KEYS 1 active   2 events   then per batch: batch
-- ARGV per batch: the sequence number that the caller has; '' for none
-- Returns {last event id, [active batch id, ...], [position, flat hash, ...]}. `position` is the batch's place
--         among the caller's batches, counted from 1. For active batches that the caller did not name, it calls
--         again.
-- Invariant: writes nothing.

local active_key, events_key = KEYS[1], KEYS[2]
local changed = {}
for i = 3, #KEYS do
  local seq = redis.call('HGET', KEYS[i], 'seq')
  if seq and seq ~= ARGV[i - 2] then
    changed[#changed + 1] = i - 2
    changed[#changed + 1] = redis.call('HGETALL', KEYS[i])
  end
end
local last = redis.call('XREVRANGE', events_key, '+', '-', 'COUNT', 1)
return { last[1] and last[1][1] or '0-0', redis.call('ZRANGE', active_key, 0, -1), changed }
