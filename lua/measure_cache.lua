-- Returns the size of cache entries, and how long ago each was last used.
--
-- KEYS per entry: entry
-- ARGV 1 seconds for which an entry is kept
-- Returns {bytes, seconds since the last use, ...}, two integers per entry; bytes 0 for an entry that does not exist.
-- Invariants: writes nothing, and does not count as a use. A server that tracks how often keys are used, instead of
-- when, refuses the second figure; the age takes its place.

local result = {}
for i, key in ipairs(KEYS) do
  local bytes = redis.call('MEMORY', 'USAGE', key)
  local idle = 0
  if bytes then
    local answer = redis.pcall('OBJECT', 'IDLETIME', key)
    if type(answer) == 'number' then idle = answer
    else idle = math.max(0, tonumber(ARGV[1]) - redis.call('TTL', key)) end
  end
  result[i * 2 - 1], result[i * 2] = bytes or 0, idle
end
return result
