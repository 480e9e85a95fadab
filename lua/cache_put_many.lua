-- Stores many results, each for a time.
--
-- KEYS 1 statistics hash   then one cache entry each
-- ARGV 1 seconds to keep   then per entry: kind, value
-- Returns how many entries were new.
-- Invariant: an entry is whole or absent; the statistics count what was new, per kind.

local fresh = 0
for i = 2, #KEYS do
  local kind, value = ARGV[i * 2 - 2], ARGV[i * 2 - 1]
  if redis.call('SET', KEYS[i], value, 'EX', ARGV[1], 'GET') == false then
    fresh = fresh + 1
    redis.call('HINCRBY', KEYS[1], kind .. ':stored', 1)
  end
end
return fresh
