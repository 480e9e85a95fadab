-- Reads many cached results and counts the hits and misses of each kind.
--
-- KEYS 1 statistics   then per entry: entry
-- ARGV the kind of each entry, in order
-- Returns one bulk reply per entry; false for an entry that does not exist.
-- Invariant: hits + misses of a kind grow by the number of entries requested.

local statistics_key = KEYS[1]
local values, delta = {}, {}
for i = 2, #KEYS do
  local value = redis.call('GET', KEYS[i])
  values[i - 1] = value
  local field = ARGV[i - 1] .. (value and ':hits' or ':misses')
  delta[field] = (delta[field] or 0) + 1
end
for field, by in pairs(delta) do redis.call('HINCRBY', statistics_key, field, by) end
return values
