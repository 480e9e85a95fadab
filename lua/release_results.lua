-- Removes results of documents that have ended and that history has stored.
--
-- KEYS per document: results
-- ARGV 1 all | most: keep what the batch's resolution reads   then per document: its token as the caller read it
-- Returns the number of documents whose results were removed.
-- Invariant: skips a document whose token differs: results, records or facts were stored since the caller read it.

local KEPT = { ['result:entity_resolution'] = true, ['result:relationship_building'] = true, readyAt = true, stamp = true }

local removed = 0
for i, key in ipairs(KEYS) do
  local v = redis.call('HMGET', key, 'stamp', 'readyAt')
  local token = (v[1] or '') .. '|' .. (v[2] or '') .. '|' .. redis.call('HLEN', key)
  if token == ARGV[i + 1] then
    if ARGV[1] == 'all' then
      redis.call('UNLINK', key)
    else
      local gone = {}
      for _, field in ipairs(redis.call('HKEYS', key)) do
        if not KEPT[field] then gone[#gone + 1] = field end
      end
      if #gone > 0 then redis.call('HDEL', key, unpack(gone)) end
    end
    removed = removed + 1
  end
end
return removed
