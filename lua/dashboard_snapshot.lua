-- Everything the overview needs, in one round trip. What has not changed since the caller's last look is
-- not sent, so a refresh costs what changed, not what there is.
--
-- KEYS 1 active batches   2 event stream   then the hashes of the batches the caller knows to be active
-- ARGV the sequence number the caller has of each of those, in order; '' for none
-- Returns {last event id, [active batch id, ...], [number, flat hash, ...]}: `number` counts the hashes
--         given from 1; ids that the caller did not give it fetches with the next call.
-- Invariant: writes nothing.

local changed = {}
for i = 3, #KEYS do
  local seq = redis.call('HGET', KEYS[i], 'seq')
  if seq and seq ~= ARGV[i - 2] then
    changed[#changed + 1] = i - 2
    changed[#changed + 1] = redis.call('HGETALL', KEYS[i])
  end
end
local last = redis.call('XREVRANGE', KEYS[2], '+', '-', 'COUNT', 1)
return { last[1] and last[1][1] or '0-0', redis.call('ZRANGE', KEYS[1], 0, -1), changed }
