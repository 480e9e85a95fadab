-- Reads many cached results and keeps account of hits and misses per kind, where they cannot be forgotten.
--
-- KEYS 1 statistics hash   then one cache entry each
-- ARGV the kind of each entry, in order
-- Returns one bulk per entry, false where there is none.
-- Invariant: hits + misses of a kind grow by exactly the entries asked for.

local values, delta = {}, {}
for i = 2, #KEYS do
  local value = redis.call('GET', KEYS[i])
  values[i - 1] = value
  local field = ARGV[i - 1] .. (value and ':hits' or ':misses')
  delta[field] = (delta[field] or 0) + 1
end
for field, by in pairs(delta) do redis.call('HINCRBY', KEYS[1], field, by) end
return values
