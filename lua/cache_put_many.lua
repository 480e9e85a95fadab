-- Stores many cache entries that expire after the same time.
--
-- KEYS 1 statistics   then per entry: entry
-- ARGV 1 seconds to keep   then per entry: kind, value
-- Returns how many entries were new.
-- Invariant: an entry is complete or absent. The statistics count only new entries, per kind.

local statistics_key = KEYS[1]
local fresh = 0
for i = 2, #KEYS do
  local kind, value = ARGV[i * 2 - 2], ARGV[i * 2 - 1]
  if redis.call('SET', KEYS[i], value, 'EX', ARGV[1], 'GET') == false then
    fresh = fresh + 1
    redis.call('HINCRBY', statistics_key, kind .. ':stored', 1)
  end
end
return fresh
